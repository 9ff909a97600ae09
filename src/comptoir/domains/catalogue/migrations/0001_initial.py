import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import comptoir.kernel.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("names", comptoir.kernel.texts.TextsField(default=dict)),
                ("facet", models.BooleanField(default=False)),
                ("position", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="catalogue_attribute_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("names", {}), _negated=True), name="catalogue_attribute_named"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("slug", models.TextField(unique=True)),
                ("names", comptoir.kernel.texts.TextsField(default=dict)),
                ("descriptions", comptoir.kernel.texts.TextsField(default=dict)),
                ("position", models.IntegerField(default=0)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.category",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("slug", models.TextField(unique=True)),
                ("titles", comptoir.kernel.texts.TextsField(default=dict)),
                ("summaries", comptoir.kernel.texts.TextsField(default=dict)),
                ("descriptions", comptoir.kernel.texts.TextsField(default=dict)),
                ("maker", models.TextField(default="")),
                ("tax_class", models.TextField()),
                ("state", models.TextField()),
                ("options", models.JSONField(default=list)),
                ("position", models.IntegerField(default=0)),
                ("published_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                ("find_text", models.TextField()),
                ("sort_title", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-updated_at", "-id"], name="catalogue_product_updated"),
                    models.Index(fields=["sort_title", "id"], name="catalogue_product_title"),
                    models.Index(fields=["state", "id"], name="catalogue_product_by_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("find_text", "gin_trgm_ops"),
                        name="catalogue_product_find",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "active", "archived"])),
                        name="catalogue_product_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_class__in", ["standard", "intermediate", "reduced", "super_reduced", "zero"])
                        ),
                        name="catalogue_product_tax_class",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="catalogue_product_slug"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("titles", {}), _negated=True), name="catalogue_product_titled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "active"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="catalogue_product_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductAttribute",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("value_names", comptoir.kernel.texts.TextsField(default=dict)),
                (
                    "attribute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.attribute",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProductCategory",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("position", models.IntegerField(default=0)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.category"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProductSlug",
            fields=[
                ("slug", models.TextField(primary_key=True, serialize=False)),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.product"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("sku", models.TextField()),
                ("option_values", models.JSONField(default=dict)),
                ("barcode", models.TextField(default="")),
                ("weight_grams", models.IntegerField(default=0)),
                ("net_amount", models.IntegerField(default=0)),
                ("net_unit", models.TextField(default="g")),
                ("position", models.IntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Media",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("path", models.TextField(db_index=True)),
                ("alts", comptoir.kernel.texts.TextsField(default=dict)),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                ("widths", models.JSONField(default=list)),
                ("position", models.IntegerField(default=0)),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.product",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.variant"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="catalogue_category_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="catalogue_category_slug"
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("names", {}), _negated=True), name="catalogue_category_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="catalogue_category_not_in_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="productattribute",
            index=models.Index(fields=["attribute", "value"], name="catalogue_attribute_values"),
        ),
        migrations.AddConstraint(
            model_name="productattribute",
            constraint=models.UniqueConstraint(
                fields=("product", "attribute", "value"), name="catalogue_attribute_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="productattribute",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")), name="catalogue_attribute_value"
            ),
        ),
        migrations.AddConstraint(
            model_name="productcategory",
            constraint=models.UniqueConstraint(fields=("product", "category"), name="catalogue_in_category_once"),
        ),
        migrations.AddIndex(
            model_name="variant",
            index=models.Index(fields=["product", "position"], name="catalogue_variants_of"),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("sku"), name="catalogue_variant_sku"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active", True)),
                fields=("product", "option_values"),
                name="catalogue_variant_options",
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("sku", ""), _negated=True), name="catalogue_variant_has_sku"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("net_unit__in", ["g", "ml", "piece"])), name="catalogue_variant_net_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.CheckConstraint(
                condition=models.Q(("net_amount__gte", 0), ("weight_grams__gte", 0)),
                name="catalogue_variant_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="media",
            index=models.Index(fields=["product", "position"], name="catalogue_media_of"),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="catalogue_media_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(("path", ""), _negated=True), name="catalogue_media_path"
            ),
        ),
    ]
