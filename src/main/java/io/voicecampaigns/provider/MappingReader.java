package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** From a file of {@code config/providers/} to a mapping, or to all that is wrong with it. */
final class MappingReader {
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "seconds", BigDecimal.ONE, "milliseconds", BigDecimal.valueOf(1000),
            "minutes", BigDecimal.ONE.divide(BigDecimal.valueOf(60), MathContext.DECIMAL64));
    private static final FieldPath NOWHERE = FieldPath.of("");

    private final String name;
    private final OnceLog log;

    private MappingReader(String name) {
        this.name = name;
        this.log = new OnceLog(name);
    }

    static ProviderMapping read(Path file) {
        List<Problem> problems = new ArrayList<>();
        String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        Optional<ProviderMapping> mapping = compose(file, problems)
                .map(node -> new MappingReader(name).mapping(YamlPlace.root(file.toString(), node, problems)));
        if (!problems.isEmpty()) {
            throw new InvalidProviderException(problems);
        }
        return mapping.orElseThrow();
    }

    private static Optional<Node> compose(Path file, List<Problem> problems) {
        String where = file.toString();
        try {
            LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).setMaxAliasesForCollections(20).build();
            Optional<Node> root = new Compose(settings).composeString(Files.readString(file));
            if (root.isEmpty()) {
                problems.add(new Problem(where, 0, "", "is empty"));
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            problems.add(new Problem(where, line, "", "is not YAML here: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(where, 0, "", "is not YAML"));
        } catch (IOException e) {
            problems.add(new Problem(where, 0, "", "cannot be read as UTF-8: " + e.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    private ProviderMapping mapping(YamlPlace root) {
        root.allow("regions", "campaign-needs", "timings", "error", "start", "call", "list", "get", "recording", "conversation", "version");
        YamlPlace error = root.get("error").allow("code", "fields");
        YamlPlace recording = root.get("recording").allow("url");
        return new ProviderMapping(name, regions(root.get("regions")), needs(root.get("campaign-needs")), timings(root.get("timings")),
                new ProviderMapping.Details(
                new ProviderError.Places(path(error.get("code")), path(error.get("fields"))),
                start(root.get("start").required()), call(root.get("call").required()), page(root.get("list").required()),
                lookup(root.get("get")), path(recording.get("url")), conversation(root.get("conversation")), version(root.get("version"))));
    }

    private static Set<String> regions(YamlPlace place) {
        Set<String> regions = new TreeSet<>(place.texts());
        if (!regions.stream().allMatch(region -> region.matches("[A-Z]{2}"))) {
            place.problem("must be regions of two letters, such as ES");
        }
        return Set.copyOf(regions);
    }

    private static Set<String> needs(YamlPlace place) {
        Set<String> needs = new TreeSet<>(place.texts());
        if (!ProviderMapping.MAY_BE_NEEDED.containsAll(needs)) {
            place.problem("must be of " + String.join(", ", ProviderMapping.MAY_BE_NEEDED));
        }
        return Set.copyOf(needs);
    }

    private static Optional<ConversationFields> conversation(YamlPlace place) {
        if (!place.present()) {
            return Optional.empty();
        }
        place.allow("transcript", "speaker", "text", "summary", "analysis", "analysis-name", "analysis-value");
        return Optional.of(new ConversationFields(path(place.get("transcript")), path(place.get("speaker")), path(place.get("text")),
                path(place.get("summary")), path(place.get("analysis")), path(place.get("analysis-name")), path(place.get("analysis-value"))));
    }

    private static Optional<VersionFields> version(YamlPlace place) {
        if (!place.present()) {
            return Optional.empty();
        }
        place.allow("query", "limit", "items", "id", "next", "variables", "name", "required", "default");
        RequestTemplate query = template(place.get("query").required(), PageMapping.PLACES);
        return Optional.of(new VersionFields(query, place.get("limit").number(1, 10_000, 100), required(place.get("items")),
                required(place.get("id")), path(place.get("next")), required(place.get("variables")), required(place.get("name")),
                required(place.get("required")), path(place.get("default"))));
    }

    private static ProviderTimings timings(YamlPlace place) {
        place.allow("settle", "list-lag", "request-timeout", "retry-after", "longest-retry-after");
        ProviderTimings timings = new ProviderTimings(place.get("settle").duration(Duration.ofMinutes(3)),
                place.get("list-lag").duration(Duration.ofSeconds(30)),
                place.get("request-timeout").duration(Duration.ofMinutes(2)),
                place.get("retry-after").duration(Duration.ofSeconds(30)),
                place.get("longest-retry-after").duration(Duration.ofHours(1)));
        if (timings.settle().compareTo(timings.requestTimeout().plus(timings.listLag())) < 0) {
            place.get("settle").problem("must be at least request-timeout and list-lag together, "
                    + "or a call could appear after it was given up");
        }
        if (timings.defaultRetryAfter().isZero() || timings.defaultRetryAfter().compareTo(timings.longestRetryAfter()) > 0) {
            place.get("retry-after").problem("must be more than nothing and at most longest-retry-after");
        }
        return timings;
    }

    private StartMapping start(YamlPlace place) {
        place.allow("body", "attempt-variable", "call-id", "answers");
        YamlPlace body = place.get("body").required();
        RequestTemplate template = template(body, StartMapping.PLACES);
        if (body.present() && !template.names("to-number")) {
            body.problem("must hold {to-number}");
        }
        if (body.present() && !template.names("attempt-id") && !template.names("variables")) {
            body.problem("must hold {attempt-id} or {variables}, by which a call is found again");
        }
        List<StartMapping.Rule> rules = place.get("answers").required().items().stream().map(MappingReader::answerRule).toList();
        return new StartMapping(template, place.get("attempt-variable").text().orElse("call_attempt_id"),
                required(place.get("call-id")), rules);
    }

    private static StartMapping.Rule answerRule(YamlPlace place) {
        place.allow("status", "code", "fields", "result", "disposition");
        AnswerCondition condition = condition(place);
        Optional<StartAnswer.Result> result = place.get("result").required().text().flatMap(StartAnswer.Result::ofWord);
        if (result.isEmpty() && place.get("result").present()) {
            place.get("result").problem("must be accepted, refused, campaign_refused, later or unknown");
        }
        Optional<Disposition> disposition = disposition(place.get("disposition"));
        boolean refused = result.filter(StartAnswer.Result.REFUSED::equals).isPresent();
        if (result.isPresent() && refused != disposition.isPresent()) {
            place.get("disposition").problem(refused ? "is missing: how the attempt of a refused contact ends"
                    : "goes with refused alone");
        }
        result.filter(word -> !isSafe(condition, word)).ifPresent(word ->
                place.get("status").problem("must not mean " + word.word()
                + ": only 2xx can say that there is a call, and only 4xx but 408, or 2xx with a code, that there is none"));
        return new StartMapping.Rule(condition, result.orElse(StartAnswer.Result.UNKNOWN), disposition);
    }

    /** Whatever else a file says, an answer that may hide a call must stay unknown. */
    private static boolean isSafe(AnswerCondition condition, StartAnswer.Result result) {
        boolean accepted = result == StartAnswer.Result.ACCEPTED;
        return result == StartAnswer.Result.UNKNOWN || condition.statuses().stream().allMatch(status -> accepted
                ? status.startsWith("2")
                : status.matches("4\\d\\d") && !status.equals("408") || status.startsWith("2") && !condition.codes().isEmpty());
    }

    private static AnswerCondition condition(YamlPlace place) {
        List<String> statuses = place.get("status").required().texts();
        if (!statuses.stream().allMatch(status -> status.matches("[1-5](\\d\\d|xx)"))) {
            place.get("status").problem("must be statuses such as 422 or 2xx");
        }
        return new AnswerCondition(statuses, patterns(place.get("code")), patterns(place.get("fields")));
    }

    private CallFields call(YamlPlace place) {
        place.allow("id", "attempt-id", "to-number", "created-at", "status", "end-reason", "started-at", "ended-at", "duration",
                "duration-unit", "recording-url", "agent-version", "running", "endings");
        YamlPlace unit = place.get("duration-unit");
        BigDecimal perSecond = UNITS.get(unit.text().orElse("seconds"));
        if (perSecond == null) {
            unit.problem("must be seconds, milliseconds or minutes");
        }
        List<Endings.Rule> rules = place.get("endings").required().items().stream().map(MappingReader::ending).toList();
        return new CallFields(required(place.get("id")), paths(place.get("attempt-id")), path(place.get("to-number")),
                paths(place.get("created-at").required()), required(place.get("status")), path(place.get("end-reason")),
                path(place.get("started-at")), path(place.get("ended-at")), path(place.get("duration")),
                perSecond == null ? BigDecimal.ONE : perSecond, path(place.get("recording-url")),
                        path(place.get("agent-version")),
                new Endings(log, patterns(place.get("running")), rules));
    }

    private static Endings.Rule ending(YamlPlace place) {
        place.allow("status", "end-reason", "talked", "disposition");
        boolean talked = place.get("talked").text().map(text -> {
            if (!text.equals("true")) {
                place.get("talked").problem("must be true, or absent");
            }
            return true;
        }).orElse(false);
        return new Endings.Rule(patterns(place.get("status").required()), patterns(place.get("end-reason")), talked,
                disposition(place.get("disposition").required()).orElse(Disposition.UNKNOWN));
    }

    private PageMapping page(YamlPlace place) {
        place.allow("query", "limit", "items", "next");
        YamlPlace query = place.get("query").required();
        RequestTemplate template = template(query, PageMapping.PLACES);
        if (query.present() && !template.names("cursor")) {
            query.problem("must hold {cursor}");
        }
        return new PageMapping(template, place.get("limit").number(1, 10_000, 100), required(place.get("items")),
                next(place.get("next").required()), log);
    }

    private static PageMapping.Next next(YamlPlace place) {
        place.allow("cursor", "more", "page", "last-page");
        Optional<FieldPath> cursor = path(place.get("cursor"));
        Optional<FieldPath> more = path(place.get("more"));
        Optional<FieldPath> page = path(place.get("page"));
        Optional<FieldPath> last = path(place.get("last-page"));
        boolean byCursor = cursor.isPresent() || more.isPresent();
        boolean byNumber = page.isPresent() && last.isPresent();
        if (place.present() && (byCursor == byNumber || page.isPresent() != last.isPresent())) {
            place.problem("must hold either cursor, more or both, or page and last-page");
        }
        return byNumber ? new PageMapping.Numbered(page.get(), last.get()) : new PageMapping.Cursor(cursor, more);
    }

    private static ProviderMapping.Lookup lookup(YamlPlace place) {
        place.allow("call", "unknown");
        YamlPlace unknown = place.get("unknown").allow("status", "code", "fields");
        return new ProviderMapping.Lookup(path(place.get("call")).orElse(NOWHERE),
                unknown.present() ? condition(unknown) : new AnswerCondition(List.of("404"), List.of(), List.of()));
    }

    private static RequestTemplate template(YamlPlace place, Set<String> places) {
        JsonNode shape = place.json();
        RequestTemplate template = new RequestTemplate(shape);
        if (!shape.isObject()) {
            place.problem("must be fields, each with a colon");
        }
        template.unknownPlaces(places).forEach(text -> place.problem(text + " is unknown; known are {"
                + String.join("}, {", new TreeSet<>(places)) + "}"));
        return template;
    }

    private static Optional<Disposition> disposition(YamlPlace place) {
        return place.text().flatMap(word -> {
            Optional<Disposition> disposition = Disposition.ofWord(word);
            if (disposition.isEmpty()) {
                place.problem("must be one of our words, such as no_answer");
            }
            return disposition;
        });
    }

    private static List<WordPattern> patterns(YamlPlace place) {
        return place.texts().stream().map(WordPattern::of).toList();
    }

    private static FieldPath required(YamlPlace place) {
        return path(place.required()).orElse(NOWHERE);
    }

    private static Optional<FieldPath> path(YamlPlace place) {
        return place.text().map(text -> sound(place, text));
    }

    /** One path or a list of them. */
    private static List<FieldPath> paths(YamlPlace place) {
        return place.texts().stream().map(text -> sound(place, text)).toList();
    }

    private static FieldPath sound(YamlPlace place, String text) {
        FieldPath path = FieldPath.of(text);
        if (path.steps().isEmpty() || !path.isSound()) {
            place.problem("must be a path such as contact.identifier");
        }
        return path;
    }
}
