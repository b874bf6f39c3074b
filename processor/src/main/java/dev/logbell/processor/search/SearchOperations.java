package dev.logbell.processor.search;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Describes what all calls about events have in common: the parameters that choose events, and the refusals. */
@OpenApiFilter
public class SearchOperations implements OASFilter {
    static final String TAG = "events";

    @Override
    public Operation filterOperation(Operation operation) {
        List<String> tags = operation.getTags();
        if (tags == null || !tags.contains(TAG)) {
            return operation;
        }
        if (!"showContext".equals(operation.getOperationId()) && !"askInSql".equals(operation.getOperationId())) {
            addFilter(operation);
        }
        if (!"followEvents".equals(operation.getOperationId())) {
            operation.addParameter(parameter(
                    "timeout",
                    "After how long to give up, e.g. `5s`; not above `processor.search-timeout` (10 s)",
                    null,
                    "5s"));
        }
        operation.getResponses().addAPIResponse("400", response("A parameter cannot be used: `error` says why"));
        operation
                .getResponses()
                .addAPIResponse("429", OASFactory.createAPIResponse().description("Too many calls: see `Retry-After`"));
        operation.getResponses().addAPIResponse("503", response("It took too long, or the store does not answer"));
        return operation;
    }

    private static void addFilter(Operation operation) {
        operation.addParameter(parameter(
                "query",
                "Lucene syntax as in Kibana and Graylog",
                null,
                "service:payments AND severity:>=ERROR AND \"connection reset\""));
        operation.addParameter(parameter(
                "levels",
                "Severities, separated by commas: TRACE, DEBUG, INFO, WARN, ERROR, FATAL, UNSPECIFIED",
                null,
                "ERROR,WARN"));
        operation.addParameter(parameter("search", "Text that the body contains, in any case", null, "timeout"));
        if ("followEvents".equals(operation.getOperationId())) {
            return;
        }
        operation.addParameter(parameter(
                "from",
                "Earliest time, inclusive: RFC 3339, `2026-01-31`, `now-15m`, `now/d`, or seconds since 1970",
                null,
                "2026-01-31T13:00:00Z"));
        operation.addParameter(
                parameter("to", "Latest time, exclusive, in the same forms", null, "2026-01-31T14:00:00Z"));
    }

    private static Parameter parameter(String name, String description, @Nullable String format, String example) {
        Schema schema = OASFactory.createSchema().addType(Schema.SchemaType.STRING);
        if (format != null) {
            schema.format(format);
        }
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .description(description)
                .schema(schema)
                .example(example);
    }

    private static APIResponse response(String description) {
        return OASFactory.createAPIResponse()
                .description(description)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("#/components/schemas/ErrorAnswer"))));
    }
}
