import time, os
import pytest
from django.db import connection
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.loading import many, goods
from comptoir.operations.demo.loading.shop import set_up
from comptoir.domains.catalogue.values import StoredPicture
pytestmark = pytest.mark.django_db(transaction=True)
def pgcpu(pid):
    f=open(f"/proc/{pid}/stat").read().rsplit(")",1)[1].split(); return (int(f[11])+int(f[12]))/100
def test_x(settings, tmp_path, monkeypatch):
    settings.COMPTOIR_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(many, "store_pictures", lambda specs, **k: {s.key: StoredPicture(path=f"catalogue/{s.key}.webp", width=800,height=800,widths=(320,640)) for s in specs})
    a=job_actor("x"); m=load_merchant(); now=clock.now()
    set_up(m, actor=a, now=now)
    with connection.cursor() as c:
        c.execute("select pg_backend_pid()"); pid=c.fetchone()[0]
    tot={}
    def timed(name):
        old=getattr(many,name)
        def f(*x,**k):
            w,c,p=time.time(),time.process_time(),pgcpu(pid)
            r=old(*x,**k)
            t=tot.setdefault(name,[0,0,0]); t[0]+=time.time()-w;t[1]+=time.process_time()-c;t[2]+=pgcpu(pid)-p
            return r
        monkeypatch.setattr(many,name,f)
    for n in ("add_goods","price_goods","receive_goods","list_goods"): timed(n)
    w,c,p=time.time(),time.process_time(),pgcpu(pid)
    by={}
    def wrap(execute, sql, params, many_, context):
        p=pgcpu(pid)
        try: return execute(sql, params, many_, context)
        finally:
            t=by.setdefault(" ".join(str(sql).split())[:150],[0,0]); t[0]+=pgcpu(pid)-p; t[1]+=1
    ew=connection.execute_wrapper(wrap); ew.__enter__()
    N=int(os.environ.get("N","4000"))
    for d in many.ManyProducts(N,7,m,a,now).add(): print(d, round(time.time()-w,1), round(time.process_time()-c,1), round(pgcpu(pid)-p,1), flush=True)
    for k,v in sorted(by.items(), key=lambda kv:-kv[1][0])[:14]: print(round(v[0]*50000/N,1), v[1], k.replace("\n"," ")[:110])
    print("per 50k: wall, python, pg")
    for k,v in tot.items(): print(k,[round(x*50000/N,1) for x in v])
