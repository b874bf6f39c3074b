package dev.logbell.processor.sql;

import java.util.Set;

/** The words that have a meaning for what is reachable from a statement. */
final class SqlWords {
    /**
     * What begins a clause in which commas do not separate tables any more. Only words that neither database takes for
     * a name: OFFSET, which SQLite does, is none of them.
     */
    static final Set<String> AFTER_FROM =
            Set.of("select", "where", "group", "order", "having", "limit", "union", "except", "intersect");

    /** Functions whose arguments are separated by FROM. */
    static final Set<String> WITH_FROM = Set.of("extract", "trim", "substring");

    /** Words before a parenthesis that are no functions. */
    static final Set<String> BEFORE_PARENTHESIS = Set.of(
            "select",
            "distinct",
            "from",
            "join",
            "where",
            "on",
            "using",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "between",
            "like",
            "ilike",
            "case",
            "when",
            "then",
            "else",
            "as",
            "by",
            "having",
            "limit",
            "offset",
            "over",
            "filter",
            "group",
            "union",
            "all",
            "except",
            "intersect",
            "any",
            "some",
            "is");

    /** Functions that neither write, nor read anything but their arguments, nor make much out of little. */
    static final Set<String> FUNCTIONS = Set.of(
            // aggregates and windows
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "stddev",
            "variance",
            "bool_and",
            "bool_or",
            "percentile_cont",
            "percentile_disc",
            "row_number",
            "rank",
            "dense_rank",
            "lag",
            "lead",
            "first_value",
            "last_value",
            "ntile",
            // numbers
            "abs",
            "round",
            "floor",
            "ceil",
            "sign",
            "mod",
            "sqrt",
            "ln",
            "width_bucket",
            "greatest",
            "least",
            // text
            "lower",
            "upper",
            "length",
            "substr",
            "substring",
            "trim",
            "ltrim",
            "rtrim",
            "strpos",
            "instr",
            "left",
            "right",
            "split_part",
            "starts_with",
            "regexp_substr",
            "regexp_count",
            // conditions and types
            "coalesce",
            "nullif",
            "ifnull",
            "iif",
            "cast",
            // time
            "date_trunc",
            "date_part",
            "date_bin",
            "extract",
            "to_char",
            "to_timestamp",
            "now",
            "strftime",
            "datetime",
            "date",
            "time",
            "unixepoch",
            "julianday",
            // JSON
            "json_extract",
            "json_type",
            "json_array_length",
            "json_typeof",
            "json_extract_path_text");

    /** Statements, clauses and names that reach further than the events. */
    static final Set<String> REFUSED = Set.of(
            "insert",
            "update",
            "delete",
            "merge",
            "into",
            "create",
            "drop",
            "alter",
            "truncate",
            "copy",
            "do",
            "call",
            "set",
            "reset",
            "show",
            "explain",
            "pragma",
            "attach",
            "detach",
            "vacuum",
            "begin",
            "commit",
            "rollback",
            "lock",
            "for",
            "listen",
            "notify",
            "grant",
            "revoke",
            "execute",
            "prepare",
            "declare",
            "fetch",
            "load",
            "returning",
            "table",
            "tablesample",
            "lateral",
            "recursive",
            "only",
            "values",
            "operator",
            "variadic",
            "function",
            "materialized",
            "indexed",
            "window",
            "information_schema",
            "natural",
            "current_user",
            "session_user",
            "current_role",
            "user",
            "current_catalog",
            "current_schema",
            "system_user",
            "json_table",
            "xmltable",
            "xml",
            "array");

    /** Types that look into the catalogue. */
    private static final Set<String> OF_THE_CATALOGUE = Set.of(
            "regclass",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regtype",
            "regrole",
            "regnamespace",
            "regconfig",
            "regdictionary",
            "regcollation");

    private SqlWords() {}

    /** Whether a name belongs to the database itself. */
    static boolean isOfTheSystem(String name) {
        return name.startsWith("pg_")
                || name.startsWith("_pg")
                || name.startsWith("sqlite_")
                || name.startsWith("pragma_")
                || name.startsWith("information_schema")
                || OF_THE_CATALOGUE.contains(name);
    }
}
