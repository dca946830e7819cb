package io.voicecampaigns.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** A report as one JSON document, for programs. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {
    }

    public static String of(Report report) {
        ObjectNode document = JSON.createObjectNode();
        document.put("campaign", report.campaign()).put("list", report.list()).put("simulated", report.isSimulated())
                .put("workable", report.isWorkable()).put("read", report.read()).put("accepted", report.accepted());
        ObjectNode rejected = document.putObject("rejected");
        ArrayNode examples = JSON.createArrayNode();
        report.rejected().forEach((reason, rows) -> {
            rejected.put(reason, rows.count());
            rows.examples().forEach(row -> examples.addObject().put("reason", reason).put("line", row.line()).put("shown", row.shown()));
        });
        document.set("examples", examples);
        document.put("duplicates", report.duplicates()).put("already_enrolled", report.alreadyEnrolled()).put("do_not_call", report.doNotCall())
                .put("outside_window", report.outsideWindow());
        ArrayNode missing = document.putArray("missing_variables");
        report.missingVariables().forEach(missing::add);
        ArrayNode samples = document.putArray("samples");
        report.samples().forEach(sample -> {
            ObjectNode shown = samples.addObject().put("line", sample.line()).put("phone", sample.phone());
            ObjectNode variables = shown.putObject("variables");
            sample.variables().forEach(variables::put);
        });
        document.set("estimate", estimate(report.estimate()));
        ArrayNode checks = document.putArray("checks");
        report.checks().forEach(check -> {
            ObjectNode shown = checks.addObject().put("check", check.name()).put("ok", check.ok()).put("said", check.said());
            check.todo().ifPresent(todo -> shown.put("todo", todo));
        });
        return text(document);
    }

    /** Why there is no report. */
    public static String refusal(String error, String todo) {
        return text(JSON.createObjectNode().put("error", error).put("todo", todo));
    }

    private static ObjectNode estimate(Estimate estimate) {
        ObjectNode shown = JSON.createObjectNode().put("contacts", estimate.contacts()).put("calls", estimate.calls())
                .put("talk_minutes", estimate.talkMinutes());
        estimate.hours().ifPresentOrElse(hours -> shown.put("hours", Math.round(hours * 100) / 100.0), () -> shown.putNull("hours"));
        estimate.callsPerMinute().ifPresentOrElse(pace -> shown.put("calls_per_minute", Math.round(pace * 10) / 10.0), () -> shown.putNull("calls_per_minute"));
        estimate.finishedAt().ifPresentOrElse(
                at -> shown.put("finished_at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.truncatedTo(ChronoUnit.SECONDS))),
                () -> shown.putNull("finished_at"));
        shown.put("zone", estimate.zone().getId());
        ObjectNode assumed = shown.putObject("assumed");
        assumed.put("mean_talk_seconds", Math.round(estimate.history().talkSeconds()))
                .put("answer_rate", Math.round(estimate.history().answerRate() * 1000) / 1000.0)
                .put("from_calls", estimate.history().calls()).put("ringing_seconds", Estimate.RINGING_SECONDS)
                .put("unanswered_seconds", Estimate.UNANSWERED_SECONDS);
        return shown;
    }

    private static String text(ObjectNode document) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
