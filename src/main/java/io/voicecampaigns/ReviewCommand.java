package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import java.io.PrintWriter;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows attempts that nothing but a person can decide, and takes the decision. */
@Command(name = "review", mixinStandardHelpOptions = true,
        description = "Lists attempts of which nobody knows whether there was a call, or decides on one.",
        footer = {"", "Examples:", "  voice-campaigns review", "  voice-campaigns review --campaign renovaciones",
            "  voice-campaigns review --redial 5c5f7a3c-207f-5b56-9093-004b931dd4c8", "  voice-campaigns review --close 5c5f7a3c-207f-5b56-9093-004b931dd4c8"},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed, or decided", "1:refused, or no service runs; it is said why and what to do", "2:wrong use"})
final class ReviewCommand extends ServiceCommand {
    @Option(names = "--campaign", paramLabel = "<campaign>", description = "List those of one campaign.")
    private String campaign;

    @ArgGroup
    private Decision decision;

    private static final class Decision {
        @Option(names = "--redial", paramLabel = "<attempt>", description = "Call its contact once more, as a new attempt.")
        private UUID redial;

        @Option(names = "--close", paramLabel = "<attempt>", description = "Leave it undecided, and its contact alone.")
        private UUID close;
    }

    @Override
    JsonNode ask(ServiceClient service) {
        if (decision == null) {
            return service.get("/api/v1/reviews" + (campaign == null ? "" : "?campaign=" + ServiceClient.part(campaign)));
        }
        return service.post("/api/v1/reviews/" + (decision.redial == null ? decision.close + "/close" : decision.redial + "/redial"), Map.of());
    }

    @Override
    void print(JsonNode answer, PrintWriter out) {
        if (answer.has("done")) {
            super.print(answer, out);
            return;
        }
        if (answer.path("reviews").isEmpty()) {
            out.println("Nothing to review.");
        }
        for (JsonNode review : answer.path("reviews")) {
            out.printf("%s  %s  %s  attempt %d, %s: %s%n", review.path("attempt").asText(), review.path("campaign").asText(), review.path("phone").asText(),
                    review.path("number").asInt(), review.path("since").asText() + " " + review.path("zone").asText(), review.path("why").asText());
        }
    }
}
