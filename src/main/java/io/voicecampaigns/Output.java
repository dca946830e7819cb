package io.voicecampaigns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command answers: lines for a person, or one JSON document, also of a refusal. Either way, log lines go to standard error. */
final class Output {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean isJson;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean isJson() {
        return isJson;
    }

    /** @param document of maps, lists, texts, numbers and truths */
    void print(Map<String, ?> document, String text) {
        print(isJson ? json(document) : text);
    }

    /** A text, or a document that is one already. */
    void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text.stripTrailing());
        out.flush();
    }

    /** @return the code that the command is to exit with */
    int refused(int code, String error, String todo) {
        return refused(spec.commandLine(), isJson, code, error, todo);
    }

    /** As {@link #refused(int, String, String)}, where the command did not come so far as to know what it was asked for. */
    static int refused(CommandLine command, boolean isJson, int code, String error, String todo) {
        if (isJson) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("error", error);
            document.put("todo", todo);
            command.getOut().println(json(document));
            command.getOut().flush();
        } else {
            command.getErr().println(error);
            command.getErr().println("What to do: " + todo);
            command.getErr().flush();
        }
        return code;
    }

    static String json(Map<String, ?> document) {
        return MAPPER.<JsonNode>valueToTree(document).toPrettyString();
    }
}
