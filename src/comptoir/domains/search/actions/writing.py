"""The statements that write cards, placements and documents: what has not changed is not written."""

_COLUMNS = """market text, language text, product_id uuid, slug text, title text, maker text, image text,
              image_widths int[], avif bool, downloaded bool, currency text, price_minor bigint,
              compare_at_minor bigint, has_range bool, unit_price_minor bigint, unit text, band text,
              to_order text, rating_count int, rating_stars int"""
_NAMES = """market, language, product_id, slug, title, maker, image, image_widths, avif, downloaded, currency,
            price_minor, compare_at_minor, has_range, unit_price_minor, unit, band, to_order, rating_count,
            rating_stars"""
_VALUES = """slug, title, maker, image, image_widths, avif, downloaded, currency, price_minor, compare_at_minor,
             has_range, unit_price_minor, unit, band, to_order, rating_count, rating_stars"""


def _each(of: str) -> str:
    return ", ".join(f"{of}.{name.strip()}" for name in _VALUES.split(","))


WRITE_CARDS = f"""
WITH given AS (SELECT * FROM jsonb_to_recordset(%(rows)s) AS given({_COLUMNS})),
written AS (
    INSERT INTO search_card AS card ({_NAMES}) SELECT {_NAMES} FROM given ORDER BY product_id, language
    ON CONFLICT (market, language, product_id) DO UPDATE
       SET ({_VALUES}) = (SELECT {_each("excluded")})
     WHERE ({_each("card")}) IS DISTINCT FROM ({_each("excluded")})
    RETURNING product_id),
removed AS (
    DELETE FROM search_card WHERE market = %(market)s AND product_id = ANY(%(gone)s::uuid[]) RETURNING product_id)
SELECT product_id FROM written UNION SELECT product_id FROM removed
"""
WRITE_PLACEMENTS = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(market text, category text, product_id uuid, position int,
                                                        price_minor bigint, published_at timestamptz)),
written AS (
    INSERT INTO search_placement AS place (market, category, product_id, position, price_minor, published_at)
    SELECT market, category, product_id, position, price_minor, published_at FROM given ORDER BY product_id, category
    ON CONFLICT (market, product_id, category) DO UPDATE
       SET position = excluded.position, price_minor = excluded.price_minor, published_at = excluded.published_at
     WHERE (place.position, place.price_minor, place.published_at)
           IS DISTINCT FROM (excluded.position, excluded.price_minor, excluded.published_at)
    RETURNING product_id, category),
removed AS (
    DELETE FROM search_placement AS place
     WHERE place.market = %(market)s AND place.product_id = ANY(%(products)s::uuid[])
       AND NOT EXISTS (SELECT FROM given WHERE given.product_id = place.product_id AND given.category = place.category)
    RETURNING place.product_id, place.category)
SELECT product_id, category FROM written UNION SELECT product_id, category FROM removed
"""
WRITE_DOCUMENTS = """
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s) AS given(market text, product_id uuid, texts jsonb, facts text[],
                                                        position int, price_minor bigint, published_at timestamptz)),
numbered AS (
    -- Refreshers take turns, so that what is the highest stays so until this is written.
    SELECT given.*, coalesce(known.ordinal,
           (SELECT coalesce(max(ordinal), 0) FROM search_document)
           + row_number() OVER (PARTITION BY known.ordinal IS NULL ORDER BY given.product_id)) AS ordinal
      FROM given
      LEFT JOIN search_document AS known ON known.market = given.market AND known.product_id = given.product_id)
INSERT INTO search_document AS known (market, product_id, ordinal, version, gone, texts, facts, by_position,
                                      by_cheapness, by_age)
SELECT market, product_id, ordinal, (SELECT coalesce(max(version), 0) + 1 FROM search_document), false, texts, facts,
       (position::bigint + 2147483648) << 26 | ordinal,
       least(price_minor, 68719476735) << 26 | ordinal,
       extract(epoch FROM published_at)::bigint << 26 | ordinal
  FROM numbered ORDER BY product_id
ON CONFLICT (market, product_id) DO UPDATE
   SET version = excluded.version, gone = false, texts = excluded.texts, facts = excluded.facts,
       by_position = excluded.by_position, by_cheapness = excluded.by_cheapness, by_age = excluded.by_age
 WHERE (known.gone, known.texts, known.facts, known.by_position, known.by_cheapness, known.by_age)
       IS DISTINCT FROM
       (false, excluded.texts, excluded.facts, excluded.by_position, excluded.by_cheapness, excluded.by_age)
RETURNING product_id
"""
REMOVE_DOCUMENTS = """
UPDATE search_document
   SET version = (SELECT max(version) + 1 FROM search_document), gone = true, texts = '{}', facts = '{}'
 WHERE market = %(market)s AND product_id = ANY(%(gone)s::uuid[]) AND NOT gone RETURNING product_id
"""
NAME_FACTS = """
INSERT INTO search_fact_name AS known (fact, names)
SELECT fact, names FROM jsonb_to_recordset(%(rows)s) AS given(fact text, names jsonb) ORDER BY fact
ON CONFLICT (fact) DO UPDATE SET names = excluded.names WHERE known.names IS DISTINCT FROM excluded.names
"""
