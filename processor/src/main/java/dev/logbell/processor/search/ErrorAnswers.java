package dev.logbell.processor.search;

import dev.logbell.processor.sql.SqlRefusedException;
import dev.logbell.processor.store.SearchAbandonedException;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.StoreUnavailableException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into an answer that says what to do. */
class ErrorAnswers {
    @ServerExceptionMapper
    Response badParameter(BadParameterException e) {
        return answer(400, String.valueOf(e.getMessage()), e.parameter());
    }

    @ServerExceptionMapper
    Response timeout(SearchTimeoutException e) {
        return answer(503, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response abandoned(SearchAbandonedException e) {
        return answer(503, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response missing(NoSuchEventException e) {
        return answer(404, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response refused(SqlRefusedException e) {
        return answer(400, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response tooMany(TooManyException e) {
        return answer(429, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException e) {
        return answer(503, String.valueOf(e.getMessage()), null);
    }

    @ServerExceptionMapper
    Response otherMethod(NotAllowedException e, ContainerRequestContext request) {
        return answer(
                405,
                "%s does not know the method %s: /q/openapi tells which it has"
                        .formatted(path(request), request.getMethod()),
                null);
    }

    @ServerExceptionMapper
    Response otherForm(NotAcceptableException e, ContainerRequestContext request) {
        return answer(
                406,
                "%s does not answer as %s: leave the header Accept out"
                        .formatted(path(request), request.getHeaderString(HttpHeaders.ACCEPT)),
                null);
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getPath();
    }

    private static Response answer(int status, String error, @Nullable String parameter) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new ErrorAnswer(error, parameter))
                .build();
    }
}
