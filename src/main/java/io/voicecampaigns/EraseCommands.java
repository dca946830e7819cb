package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.operate.ServiceClient;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Scanner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be kept no longer. */
final class EraseCommands {
    private static final String EXIT_CODES = "Exit codes:%n";
    private static final String DONE = "0:it is as you want it, or will be by itself";
    private static final String REFUSED = "1:refused, or no service runs; it is said why and what to do";
    private static final String WRONG_USE = "2:wrong use";

    private EraseCommands() {
    }

    @Command(name = "forget", mixinStandardHelpOptions = true,
            description = {"Erases a person: from the ledger, archived lists and results. They are neither enrolled nor called again.",
                "A call in flight ends and is reported first. What other systems hold is printed; it is not erased there."},
            footer = {"", "Examples:", "  voice-campaigns forget +34612345678", "  voice-campaigns forget - < number.txt", "  voice-campaigns forget --json +34612345678",
                "  voice-campaigns forget --as-written \"+99 999 999 999\""},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Forget extends ServiceCommand {
        @Parameters(paramLabel = "<phone>", description = "With its country, such as +34612345678; - reads it from standard input, for a shell keeps what is typed.")
        private String phone;

        @Option(names = "--as-written", description = "It is no number that can be called, but a list has it so, in a row that was rejected.")
        private boolean asWritten;

        @Override
        JsonNode ask(ServiceClient service) {
            String number = phone.equals("-") ? line() : phone;
            return service.post("/api/v1/forget", Map.of("phone", number, "as_written", asWritten));
        }

        private static String line() {
            Scanner in = new Scanner(System.in);
            return in.hasNextLine() ? in.nextLine().strip() : "";
        }

        @Override
        void print(JsonNode answer, PrintWriter out) {
            out.println(answer.path("done").asText());
            out.println("contacts: " + answer.path("changed").asInt() + ", rows of archived lists: " + answer.path("rows").asInt());
            JsonNode held = answer.path("held_elsewhere");
            boolean isHeld = false;
            for (JsonNode each : held) {
                isHeld |= !each.isEmpty();
            }
            if (isHeld) {
                out.println();
                out.println("Held elsewhere, and to be erased there:");
                held.path("calls").forEach(call -> out.println("- " + call.path("provider").asText() + ": call " + call.path("call").asText()
                        + ", with its recording and what was said"));
                held.path("outcomes").forEach(told -> out.println("- " + told.path("sink").asText() + ": the outcome of attempt " + told.path("attempt").asText()
                        + (told.path("record").asText().isEmpty() ? "" : ", record " + told.path("record").asText())));
                held.path("records").forEach(record -> out.println("- the source of list " + record.path("list").asText() + ": record " + record.path("record").asText()));
                held.path("do_not_call").forEach(campaign -> out.println("- the do-not-call list of campaign " + campaign.asText() + " has the number"));
            }
            if (!answer.path("left").isEmpty()) {
                out.println();
                out.println("Left as it is:");
                answer.path("left").forEach(left -> out.println("- " + left.asText()));
            }
        }
    }

    @Command(name = "prune", mixinStandardHelpOptions = true,
            description = {"Removes lists that are over and older than an age, with their contacts, attempts, rejects, originals and results.",
                "What is open, in review or not told to every sink stays. Nobody is called again because a list was pruned."},
            footer = {"", "Examples:", "  voice-campaigns prune --older-than 90d --dry-run", "  voice-campaigns prune --older-than 90d"},
            exitCodeListHeading = EXIT_CODES, exitCodeList = {DONE, REFUSED, WRONG_USE})
    static final class Prune extends ServiceCommand {
        @Option(names = "--older-than", paramLabel = "<days>", required = true, description = "Such as 90d; at least 7d.")
        private String age;

        @Option(names = "--dry-run", description = "Only counts.")
        private boolean dryRun;

        @Override
        JsonNode ask(ServiceClient service) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("older_than", age);
            body.put("dry_run", dryRun);
            return service.post("/api/v1/prune", body);
        }
    }
}
