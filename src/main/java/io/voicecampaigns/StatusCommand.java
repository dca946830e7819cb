package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows where campaigns stand. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows where campaigns stand, what they wait for and what has gone wrong.",
        footer = {"", "Examples:", "  voice-campaigns status", "  voice-campaigns status renovaciones --json"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:shown", "1:refused, or no service runs; it is said why and what to do", "2:wrong use"})
final class StatusCommand extends ServiceCommand {
    @Parameters(arity = "0..1", paramLabel = "<campaign>", description = "One campaign; all if absent.")
    private String campaign;

    @Override
    JsonNode ask(ServiceClient service) {
        return service.get("/api/v1/campaigns" + (campaign == null ? "" : "/" + ServiceClient.part(campaign)));
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        if (answer.has("campaigns")) {
            answer.path("campaigns").forEach(each -> tell(each, out));
            if (answer.path("campaigns").isEmpty()) {
                out.println("There is no campaign.");
            }
        } else {
            tell(answer, out);
        }
    }

    private static void tell(JsonNode campaign, PrintWriter out) {
        out.printf("%s  %s  (%s)%n", campaign.path("name").asText(), campaign.path("state").asText(), campaign.hasNonNull("provider")
                ? campaign.path("provider").asText() + ", edition " + campaign.path("edition").asInt() + ", " + campaign.path("zone").asText()
                : "its file has never been usable, so nobody of it is called");
        line(out, "contacts", counts(campaign.path("contacts")));
        line(out, "attempts", counts(campaign.path("attempts")));
        line(out, "calls ended", counts(campaign.path("dispositions")));
        campaign.path("waits").forEach(wait -> line(out, "waits", wait.path("reason").asText()
                + (wait.hasNonNull("until") ? ", until " + wait.path("until").asText() : "")
                + (wait.hasNonNull("todo") ? ". What to do: " + wait.path("todo").asText() : "")));
        campaign.path("sinks").forEach(sink -> line(out, "sink " + sink.path("sink").asText(), "waiting " + sink.path("waiting").asLong()
                + "  undeliverable " + sink.path("undeliverable").asLong()
                + (sink.hasNonNull("last_error") ? "  last error: " + sink.path("last_error").asText() : "")));
        if (campaign.path("reviews").asLong() > 0) {
            line(out, "reviews", campaign.path("reviews").asLong() + "; list them with: voice-campaigns review");
        }
    }

    private static void line(PrintWriter out, String what, String text) {
        if (!text.isEmpty()) {
            out.printf("  %-12s %s%n", what, text);
        }
    }

    /** Those that are not 0. */
    private static String counts(JsonNode counts) {
        List<String> told = new ArrayList<>();
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            if (count.getValue().asLong() != 0) {
                told.add(count.getKey().replace('_', ' ') + " " + count.getValue().asLong());
            }
        }
        return String.join("  ", told);
    }
}
