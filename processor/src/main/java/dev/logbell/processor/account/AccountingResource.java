package dev.logbell.processor.account;

import dev.logbell.processor.ingest.InFlight;
import dev.logbell.processor.store.LogStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/accounting}: what became of every byte. */
@Path("/api/v1/accounting")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "accounting")
public class AccountingResource {
    private final LogStore store;
    private final InFlight inFlight;

    AccountingResource(LogStore store, InFlight inFlight) {
        this.store = store;
        this.inFlight = inFlight;
    }

    @GET
    @Operation(
            operationId = "accountForBytes",
            summary = "Account for every byte: read = stored + dropped + in flight",
            description = "Per source and in total. `balanced` is false if bytes are missing: that would be an error."
                    + " Datagrams that were dropped at a port of the collector are in its /api/v1/collector/sources.")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "503", description = "The store does not answer")
    public Uni<Accounting> accounting() {
        return Uni.createFrom().deferred(() -> {
            Map<String, Long> onTheirWay = inFlight.bySource();
            return store.accounts().map(accounts -> Accounting.of(accounts, onTheirWay));
        });
    }
}
