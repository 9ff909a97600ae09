from django.db import migrations


class Migration(migrations.Migration):
    """The audit trail lets what was written before and after, and why, be emptied, for somebody who is to be forgotten.
    Any other change, and any deletion, is refused as before."""

    dependencies = (("kernel", "0002_history_by_hand"),)
    operations = (
        migrations.RunSQL(
            """CREATE FUNCTION kernel_history_guard() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN
                   IF TG_OP = 'UPDATE'
                      AND NEW.before IN ('{}', jsonb_strip_nulls(jsonb_build_object('state', OLD.before -> 'state')))
                      AND NEW.after IN ('{}', jsonb_strip_nulls(jsonb_build_object('state', OLD.after -> 'state')))
                      AND NEW.because IN ('', OLD.because)
                      AND (to_jsonb(NEW) - 'before' - 'after' - 'because')
                        = (to_jsonb(OLD) - 'before' - 'after' - 'because') THEN
                       RETURN NEW;
                   END IF;
                   RAISE EXCEPTION '% is append-only: correct by a new line', TG_TABLE_NAME;
               END $$;
               DROP TRIGGER kernel_history_append_only ON kernel_history;
               CREATE TRIGGER kernel_history_append_only BEFORE UPDATE OR DELETE ON kernel_history
               FOR EACH ROW EXECUTE FUNCTION kernel_history_guard()""",
            """DROP TRIGGER kernel_history_append_only ON kernel_history;
               CREATE TRIGGER kernel_history_append_only BEFORE UPDATE OR DELETE ON kernel_history
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
               DROP FUNCTION kernel_history_guard()""",
        ),
    )
