import time, os
import pytest
from django.db import connection
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.sql import execute, fetch
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.loading import many, goods
from comptoir.operations.demo.loading.shop import set_up
from comptoir.domains.catalogue.values import StoredPicture
import comptoir.connectors.search.postgres.engine as eng
pytestmark = pytest.mark.django_db(transaction=True)
def pgcpu(pid):
    with open(f"/proc/{pid}/stat") as f: x=f.read().rsplit(")",1)[1].split()
    return (int(x[11])+int(x[12]))/100
def test_x(settings, tmp_path, monkeypatch):
    settings.COMPTOIR_HOME = tmp_path
    monkeypatch.setattr(many, "store_pictures", lambda specs, **k: {s.key: StoredPicture(path=f"catalogue/{s.key}.webp", width=800,height=800,widths=(320,640)) for s in specs})
    a=job_actor("x"); m=load_merchant(); now=clock.now()
    set_up(m, actor=a, now=now)
    pid=fetch("select pg_backend_pid()")[0][0]
    rows=[]
    old=eng.jsonb
    def keep(r):
        rows.extend(r); return old(r)
    monkeypatch.setattr(eng,"jsonb",keep)
    list(many.ManyProducts(2000,7,m,a,now).add())
    print(len(rows), rows[0])
    def t(label, sql, p=()):
        c=pgcpu(pid); execute(sql,p); print(label, round((pgcpu(pid)-c)/len(rows)*1000,3),"ms/doc")
    F="FROM jsonb_to_recordset(%s) AS given(market text, language text, product_id uuid, title text, keywords text, text text, dictionary text)"
    t("parse", "select count(title) "+F,[old(rows)])
    t("unaccent", "select sum(length(unaccent(title||keywords||text))) "+F,[old(rows)])
    t("tsv", """select sum(length(setweight(to_tsvector(given.dictionary::regconfig, unaccent(given.title)), 'A')
       || setweight(to_tsvector(given.dictionary::regconfig, unaccent(given.keywords)), 'B')
       || setweight(to_tsvector(given.dictionary::regconfig, unaccent(given.text)), 'D'))) """+F,[old(rows)])
    execute("delete from search_postgres_document")
    execute("create table tmpx (like search_postgres_document)")
    execute(eng._INDEX.replace("search_postgres_document","tmpx").split("ON CONFLICT")[0].replace("(market, language, product_id, words, spelling)","(id,market, language, product_id, words, spelling)").replace("SELECT given.market","SELECT row_number() over (), given.market"),[old(rows)])
    INS="insert into search_postgres_document (market,language,product_id,words,spelling) select market,language,product_id,words,spelling from tmpx"
    def variant(label, *ddl):
        execute("truncate search_postgres_document"); 
        for d in ddl: execute(d)
        t(label, INS)
    variant("both")
    variant("fastupdate","alter index search_postgres_words set (fastupdate=on)","alter index search_postgres_spelling set (fastupdate=on)")
    t("clean","select gin_clean_pending_list('search_postgres_words'), gin_clean_pending_list('search_postgres_spelling')")
    variant("words only","alter index search_postgres_words set (fastupdate=off)", "drop index search_postgres_spelling")
    variant("none","drop index search_postgres_words")
    t("build words","create index search_postgres_words on search_postgres_document using gin (market,language,words) with (fastupdate=off)")
    t("build spelling","create index search_postgres_spelling on search_postgres_document using gin (spelling gin_trgm_ops) with (fastupdate=off)")
    print(fetch("show work_mem"),fetch("show maintenance_work_mem"),fetch("show gin_pending_list_limit"), fetch("show shared_buffers"), fetch("show max_parallel_maintenance_workers"))
