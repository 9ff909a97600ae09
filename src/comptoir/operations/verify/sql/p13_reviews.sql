-- P13 Reviews: what a product's rating counts are its published reviews, each of goods that were sent to their buyer.
WITH counted AS (
        SELECT product_id, count(*) FILTER (WHERE stars = 1) AS ones, count(*) FILTER (WHERE stars = 2) AS twos,
               count(*) FILTER (WHERE stars = 3) AS threes, count(*) FILTER (WHERE stars = 4) AS fours,
               count(*) FILTER (WHERE stars = 5) AS fives
          FROM reviews_review WHERE state = 'published' GROUP BY product_id),
     both_sides AS (
        SELECT coalesce(rating.product_id, counted.product_id) AS product_id,
               ARRAY[coalesce(rating.ones, 0), coalesce(rating.twos, 0), coalesce(rating.threes, 0),
                     coalesce(rating.fours, 0), coalesce(rating.fives, 0)]::bigint[] AS told,
               ARRAY[coalesce(counted.ones, 0), coalesce(counted.twos, 0), coalesce(counted.threes, 0),
                     coalesce(counted.fours, 0), coalesce(counted.fives, 0)] AS found
          FROM reviews_rating AS rating FULL JOIN counted ON counted.product_id = rating.product_id)
SELECT 'product ' || product_id || ': its rating counts ' || told::text || ' stars, its reviews are ' || found::text AS broken
  FROM both_sides WHERE told <> found
UNION ALL
SELECT 'review ' || review.id || ' is of line ' || review.position || ' of order ' || placed.number || ', of which nothing has left'
  FROM reviews_review AS review JOIN orders_order AS placed ON placed.id = review.order_id
  LEFT JOIN orders_orderline AS line ON line.order_id = review.order_id AND line.position = review.position
 WHERE coalesce(line.shipped, 0) = 0 OR line.variant_id <> review.variant_id
UNION ALL
SELECT 'product ' || card.product_id || ' in ' || card.market || ': its card shows ' || card.rating_count || ' reviews with '
       || card.rating_stars || ' stars, there are ' || coalesce(rating.ones + rating.twos + rating.threes + rating.fours + rating.fives, 0)
  FROM search_card AS card LEFT JOIN reviews_rating AS rating ON rating.product_id = card.product_id
 WHERE NOT EXISTS (
           SELECT FROM kernel_outbox WHERE name = 'reviews.reviews_changed.1' AND delivered_at IS NULL)
   AND (card.rating_count, card.rating_stars) IS DISTINCT FROM (
           coalesce(rating.ones + rating.twos + rating.threes + rating.fours + rating.fives, 0),
           coalesce(rating.ones + 2 * rating.twos + 3 * rating.threes + 4 * rating.fours + 5 * rating.fives, 0))
