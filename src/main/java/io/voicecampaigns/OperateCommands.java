package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person decides on a campaign, one command for each verb of the API. */
final class OperateCommands {
    private static final String EXIT_CODES = "Exit codes:%n";
    private static final String DONE = "0:it is as you want it";
    private static final String REFUSED = "1:refused, or no service runs; it is said why and what to do";
    private static final String WRONG_USE = "2:wrong use";

    private OperateCommands() {
    }

    private abstract static class OfCampaign extends ServiceCommand {
        @Parameters(paramLabel = "<campaign>", description = "The campaign's name, as its file is called.")
        private String campaign;

        JsonNode post(ServiceClient service, String verb, Map<String, Object> body) {
            body.values().removeIf(java.util.Objects::isNull);
            return service.post("/api/v1/campaigns/" + ServiceClient.part(campaign) + "/" + verb, body);
        }

        static Map<String, Object> body(String field, Object value) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(field, value);
            return body;
        }
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Nobody more of a campaign is called until you resume it; calls in flight go on.",
            footer = {"", "Example:", "  voice-campaigns pause renovaciones --reason \"wrong prices\" --as ann"},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Pause extends OfCampaign {
        @Option(names = "--reason", paramLabel = "<text>", description = "Why; it is shown wherever the campaign is.")
        private String reason;

        @Override
        JsonNode ask(ServiceClient service) {
            return post(service, "pause", body("reason", reason));
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Ends the pause of a campaign, a person's or one that a fault caused.",
            footer = {"", "Example:", "  voice-campaigns resume renovaciones"}, exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Resume extends OfCampaign {
        @Override
        JsonNode ask(ServiceClient service) {
            return post(service, "resume", new LinkedHashMap<>());
        }
    }

    @Command(name = "cancel", mixinStandardHelpOptions = true,
            description = {"Ends a campaign's edition: nobody more of it is called, and what is in call ends and is reported.",
                "It cannot be taken back: a higher edition in the campaign's file begins anew."},
            footer = {"", "Example:", "  voice-campaigns cancel renovaciones --reason \"offer withdrawn\""},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Cancel extends OfCampaign {
        @Option(names = "--reason", paramLabel = "<text>", description = "Why; it stands in the results of those who were not called.")
        private String reason;

        @Override
        JsonNode ask(ServiceClient service) {
            return post(service, "cancel", body("reason", reason));
        }
    }

    @Command(name = "retry", mixinStandardHelpOptions = true,
            description = "Calls those once more whose last call failed, or ended as you say; windows, limits and do-not-call hold.",
            footer = {"", "Examples:", "  voice-campaigns retry renovaciones", "  voice-campaigns retry renovaciones --disposition no_answer"},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Retry extends OfCampaign {
        @Option(names = "--disposition", paramLabel = "<word>", description = "How their last call ended, such as no_answer; failed if absent.")
        private String disposition;

        @Override
        JsonNode ask(ServiceClient service) {
            return post(service, "retry", body("disposition", disposition));
        }
    }

    @Command(name = "resend", mixinStandardHelpOptions = true, description = "Hands outcomes over again that a sink has refused for good, or all of a campaign.",
            footer = {"", "Examples:", "  voice-campaigns resend renovaciones", "  voice-campaigns resend renovaciones --sink salesforce --all"},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Resend extends OfCampaign {
        @Option(names = "--sink", paramLabel = "<sink>", description = "Which one, where the campaign has several.")
        private String sink;

        @Option(names = "--all", description = "Those too that the sink has accepted.")
        private boolean all;

        @Override
        JsonNode ask(ServiceClient service) {
            Map<String, Object> body = body("sink", sink);
            body.put("all", all);
            return post(service, "resend", body);
        }
    }

    @Command(name = "suppress", mixinStandardHelpOptions = true, description = "Keeps a number from being called again by any campaign.",
            footer = {"", "Example:", "  voice-campaigns suppress +34612345678 --reason \"asked by mail\""},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Suppress extends ServiceCommand {
        @Parameters(paramLabel = "<phone>", description = "With its country, such as +34612345678.")
        private String phone;

        @Option(names = "--reason", paramLabel = "<text>", description = "Why; without the person's name, for it is kept.")
        private String reason;

        @Override
        JsonNode ask(ServiceClient service) {
            Map<String, Object> body = OfCampaign.body("phone", phone);
            if (reason != null) {
                body.put("reason", reason);
            }
            return service.post("/api/v1/suppressions", body);
        }
    }
}
