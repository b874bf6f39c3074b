package dev.logbell.processor.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedSqlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM logs",
                "select count(*) from logs where severity_number >= 17;",
                "SELECT severity, count(*) AS n FROM logs GROUP BY severity, service ORDER BY n DESC, 1 LIMIT 10 OFFSET 5",
                "SELECT l.body FROM logs AS l JOIN logs m ON l.trace_id = m.trace_id WHERE l.time < m.time",
                "SELECT extract(epoch FROM time), trim(both ' ' from body) FROM logs",
                "SELECT a.n FROM (SELECT count(*) AS n, service FROM logs GROUP BY service, host) a WHERE a.n > 5",
                "WITH errors AS (SELECT * FROM logs WHERE severity = 'ERROR'), some AS (SELECT service FROM errors) SELECT service, count(*) FROM some GROUP BY 1",
                "SELECT attributes ->> 'status' AS status FROM logs WHERE body LIKE '%; DROP TABLE events; --%'",
                "SELECT body FROM logs WHERE service IN ('a', 'b') AND NOT (host IS NULL OR host IS DISTINCT FROM 'x')",
                "SELECT service FROM logs UNION ALL SELECT host FROM logs",
                "SELECT (SELECT max(time) FROM logs) - interval '1 hour'",
                "SELECT rank() OVER (PARTITION BY service, host ORDER BY time) FROM logs",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY severity_number) FROM logs",
                "SELECT date_trunc('hour', time)::date, count(*) FILTER (WHERE severity = 'ERROR') FROM logs GROUP BY 1",
                "SELECT \"time\" AS \"When it was\" FROM logs WHERE trace_id IN (SELECT trace_id FROM logs)"
            })
    void takesWhatReadsEvents(String sql) {
        assertThat(CheckedSql.of(sql).text()).isEqualTo(sql.replaceAll(";$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DELETE FROM logs",
                "TABLE pg_authid",
                "VALUES (1)",
                "EXPLAIN ANALYZE SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT 1;;",
                "SELECT * FROM events",
                "SELECT * FROM sources",
                "SELECT * FROM pg_authid",
                "SELECT * FROM \"pg_authid\"",
                "SELECT * FROM sqlite_master",
                "SELECT * FROM public.events",
                "SELECT * FROM logs.events",
                "SELECT * FROM main.alerts",
                "SELECT * FROM logs, events",
                "SELECT * FROM logs offset, events",
                "SELECT * FROM logs l group, events",
                "SELECT * FROM logs JOIN events ON true",
                "SELECT * FROM logs l JOIN logs m ON true, events",
                "SELECT * FROM logs NATURAL JOIN events",
                "SELECT * FROM (events)",
                "SELECT * FROM (events CROSS JOIN logs)",
                "SELECT * FROM ((events))",
                "SELECT * FROM logs WHERE 1 IN events",
                "SELECT * FROM logs WHERE 1 NOT IN sources",
                "SELECT * FROM logs UNION SELECT * FROM alerts",
                "SELECT (SELECT payload FROM alerts LIMIT 1) FROM logs",
                "SELECT trim((SELECT payload FROM alerts)) FROM logs",
                "SELECT trim(SELECT payload FROM alerts) FROM logs",
                "SELECT extract(epoch FROM (SELECT starts_at FROM alerts))",
                "SELECT DISTINCT FROM alerts",
                "SELECT 1 AS \"is\" DISTINCT FROM alerts",
                "WITH sources AS (SELECT * FROM sources) SELECT * FROM sources",
                "WITH a AS (SELECT * FROM sources), sources AS (SELECT 1) SELECT * FROM a",
                "SELECT * FROM (WITH sources AS (SELECT 1) SELECT * FROM sources) x JOIN sources ON true",
                "WITH \"Sources\" AS (SELECT 1) SELECT * FROM sources",
                "WITH d AS (DELETE FROM events RETURNING *) SELECT * FROM d",
                "WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) SELECT * FROM r",
                "WITH x(a) AS (SELECT 1) SELECT * FROM x",
                "SELECT 1 INTO stolen FROM logs",
                "SELECT * FROM logs FOR UPDATE",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT \"pg_read_file\"('/etc/passwd')",
                "SELECT pg_sleep(100)",
                "SELECT pg_catalog.pg_sleep(100)",
                "SELECT set_config('role', 'none', true)",
                "SELECT current_setting('data_directory')",
                "SELECT lo_import('/etc/passwd')",
                "SELECT dblink('host=evil', 'SELECT 1')",
                "SELECT query_to_xml('SELECT * FROM alerts', true, true, '')",
                "SELECT load_extension('/tmp/evil.so')",
                "SELECT * FROM pragma_table_info('events')",
                "SELECT * FROM json_each('[1]')",
                "SELECT * FROM generate_series(1, 1000000000)",
                "SELECT repeat('x', 1000000000)",
                "SELECT lpad('x', 1000000000)",
                "SELECT randomblob(1000000000)",
                "SELECT replace('aaaa', 'a', 'aaaa')",
                "SELECT 'a' || 'b'",
                "SELECT 'alerts'::regclass",
                "SELECT CAST('alerts' AS regclass)",
                "SELECT regclass 'alerts'",
                "SELECT current_user",
                "SELECT session_user FROM logs",
                "SELECT (l).pg_column_size FROM logs l",
                "SELECT l.pg_column_size FROM logs l",
                "SELECT (logs).body FROM logs",
                "SELECT 1 OPERATOR(pg_catalog.+) 1",
                "SELECT * FROM logs -- comment",
                "SELECT * FROM logs /* comment */",
                "SELECT $$x$$",
                "SELECT $1",
                "SELECT ?",
                "SELECT E'\\x27'",
                "SELECT U&'\\0027'",
                "SELECT U&\"\\0070g_authid\"",
                "SELECT x'00'",
                "SELECT `body` FROM logs",
                "SELECT [body] FROM logs",
                "SELECT @@version",
                "SELECT 'open",
                "SELECT \"open",
                "SELECT (1",
                "SELECT 1)",
                "SELECT * FROM logs\u00A0, events",
                "SELECT * FROM log\u0455",
                "SELECT 1union SELECT 2",
                "SELECT * FROM ONLY events",
                "SELECT * FROM LATERAL (SELECT 1) x",
                "SELECT * FROM logs TABLESAMPLE system(1)",
                "ATTACH DATABASE '/tmp/x' AS x",
                "PRAGMA writable_schema = 1",
                "COPY logs TO '/tmp/x'",
                "SELECT xmlparse(document '<x/>')"
            })
    void refusesWhatReachesFurther(String sql) {
        assertThatThrownBy(() -> CheckedSql.of(sql))
                .as(sql)
                .isInstanceOf(SqlRefusedException.class)
                .hasMessageMatching("(?s)character \\d+: .+");
    }

    @Test
    void saysWhereAndWhy() {
        assertThatThrownBy(() -> CheckedSql.of("SELECT * FROM alerts"))
                .hasMessage("character 15: only the view logs can be read, and what WITH defines before");
        assertThatThrownBy(() -> CheckedSql.of("SELECT pg_sleep(1)"))
                .hasMessage("character 8: the function 'pg_sleep' is not allowed here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            value = {
                "time >= '2026-01-31T13:00:00Z' -> time >= '2026-01-31T13:00:00.000000Z'",
                "l.time<'2026-01-31' -> l.time<'2026-01-31T00:00:00.000000Z'",
                "'2026-01-31 13:00' <= l.observed_time -> '2026-01-31T13:00:00.000000Z' <= l.observed_time",
                "\"time\" = '2026-01-31T14:00:00.25+01:00' -> \"time\" = '2026-01-31T13:00:00.250000Z'",
                "time NOT BETWEEN '2025' AND '2026-01' -> time NOT BETWEEN '2025' AND '2026-01-01T00:00:00.000000Z'",
                "body = '2026-01-31' AND host > '2026-01-31' -> body = '2026-01-31' AND host > '2026-01-31'",
                "time > 'soon' AND '2026-01-31' = body -> time > 'soon' AND '2026-01-31' = body",
            })
    void writesTimesAsAViewDoesWhoseTimesAreTexts(String condition, String written) {
        String select = "SELECT body FROM logs l WHERE ";

        assertThat(CheckedSql.of(select + condition).textWithTimes()).isEqualTo(select + written);
    }

    @Test
    void takesALongString() {
        String sql = "SELECT body FROM logs WHERE body LIKE '%s'".formatted("%a".repeat(4_000));

        assertThat(CheckedSql.of(sql).text()).isEqualTo(sql);
    }

    @Test
    void refusesWhatIsTooLongOrTooDeep() {
        assertThatThrownBy(() -> CheckedSql.of("SELECT " + "1+".repeat(5_000) + "1"))
                .hasMessageContaining("at most 8192 characters");
        assertThatThrownBy(() -> CheckedSql.of("SELECT " + "(".repeat(60) + "1" + ")".repeat(60)))
                .hasMessageContaining("nested deeper than 50");
        assertThat(CheckedSql.of("SELECT " + "(".repeat(40) + "1" + ")".repeat(40)))
                .isNotNull();
    }
}
