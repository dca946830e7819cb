package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows who changed what. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Shows who or what changed the state of campaigns, released agents, decided reviews.",
        footer = {"", "Examples:", "  voice-campaigns audit", "  voice-campaigns audit --since 2026-11-21T08:00:00Z --limit 1000",
            "  voice-campaigns audit --export > audit.ndjson"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:shown", "1:refused, or no service runs; it is said why and what to do", "2:wrong use"})
final class AuditCommand extends ServiceCommand {
    @Option(names = "--since", paramLabel = "<instant>", description = "Nothing before it, such as 2026-11-21T08:00:00Z.")
    private Instant since;

    @Option(names = "--limit", paramLabel = "<number>", defaultValue = "100", description = "The newest this many, at most 1000; ${DEFAULT-VALUE} if absent.")
    private int limit;

    @Option(names = "--export", description = "All of it, a line of JSON for each entry; with --json, one document.")
    private boolean export;

    @Override
    JsonNode ask(ServiceClient service) {
        String query = "?limit=" + limit + (since == null ? "" : "&since=" + since);
        if (!export) {
            return service.get("/api/v1/audit" + query);
        }
        String lines = service.text("/api/v1/audit" + query, "application/x-ndjson");
        return ServiceClient.document(isJson() ? Map.of("entries", lines.lines().map(ServiceClient::parsed).toList()) : Map.of("lines", lines));
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        out.print(answer.path("lines").asText());
        for (JsonNode entry : answer.path("entries")) {
            out.printf("%s  %s  %s  %s  %s%n", entry.path("at").asText(), entry.path("who").asText(), entry.path("what").asText(),
                    entry.path("subject").asText(), entry.path("detail").asText());
        }
    }
}
