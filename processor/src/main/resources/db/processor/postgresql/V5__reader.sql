-- SQL that callers write runs as a role that may read the view and nothing else, if this user may make one, or is a
-- member of one that somebody made under this name.
DO $$
BEGIN
    IF to_regrole('logbell_reader') IS NULL THEN
        CREATE ROLE logbell_reader NOLOGIN;
        EXECUTE format('GRANT logbell_reader TO %I', current_user);
    END IF;
    GRANT USAGE ON SCHEMA logbell_sql TO logbell_reader;
    GRANT SELECT ON logbell_sql.logs TO logbell_reader;
EXCEPTION WHEN insufficient_privilege OR duplicate_object OR invalid_schema_name OR undefined_table THEN
    RAISE NOTICE 'POST /api/v1/sql runs as this user: CREATE ROLE logbell_reader, GRANT it to this user, and GRANT it USAGE ON SCHEMA logbell_sql and SELECT ON logbell_sql.logs';
END $$;
