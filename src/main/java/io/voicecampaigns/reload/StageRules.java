package io.voicecampaigns.reload;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a stage cannot do without. A file that was cut off after a whole step is good YAML: it would take work up and never record what came
 * of it. A kamelet is its author's own matter.
 */
final class StageRules {
    /** What the first takes up comes to the second, on every way that a message can take. */
    private static final List<Map.Entry<String, String>> FOLLOWED = List.of(
            Map.entry("enrolling.map", "enrolling.enroll"),
            Map.entry("sources.due", "kameletInstances.start"),
            Map.entry("sources.page", "sources.taken"),
            Map.entry("dialing.claim", "dialing.request"),
            Map.entry("dialing.request", "dialing.answer"),
            Map.entry("agentChecks.due", "agentChecks.page"),
            Map.entry("contactChecks.due", "contactChecks.answered"),
            Map.entry("polling.due", "polling.page"),
            Map.entry("lookUps.due", "lookUps.found"),
            Map.entry("conversations.due", "conversations.found"),
            Map.entry("outbox.due", "outbox.answered"),
            Map.entry("listResults.due", "listResults.write"),
            Map.entry("nightly.fires", "nightly.made"),
            Map.entry("nightly.missed", "nightly.made"),
            Map.entry("snapshots.begin", "snapshots.finish"),
            Map.entry("snapshots.agents", "snapshots.copied"),
            Map.entry("promptChecks.due", "promptChecks.checked"),
            Map.entry("releases.open", "releases.finish"),
            Map.entry("releases.open", "releaseAudit.told"),
            Map.entry("releases.update", "releases.updated"),
            Map.entry("releases.launch", "releases.launched"),
            Map.entry("releases.publish", "releases.published"));

    /** Where the first is called, so is the second, by whatever route or error handling. */
    private static final List<Map.Entry<String, String>> TOGETHER = List.of(
            Map.entry("enrolling.map", "enrolling.drop"),
            Map.entry("sources.due", "sources.page"),
            Map.entry("sources.due", "kameletInstances.removeFinished"),
            Map.entry("kameletInstances.removeFinished", "sources.due"),
            Map.entry("dialing.claim", "dialing.fail"),
            Map.entry("contactChecks.due", "contactChecks.failed"),
            Map.entry("polling.due", "polling.fail"),
            Map.entry("polling.due", "lookUps.due"),
            Map.entry("lookUps.due", "questions.unanswered"),
            Map.entry("outbox.due", "outbox.failed"),
            Map.entry("outbox.due", "listResults.due"),
            Map.entry("campaigns.refresh", "upkeep.tidy"),
            Map.entry("upkeep.tidy", "cancelling.cancel"),
            Map.entry("snapshots.begin", "snapshots.failed"),
            Map.entry("promptChecks.due", "promptChecks.failed"),
            Map.entry("releases.open", "releases.failed"));

    /** What is sent there counts on it. */
    private static final List<Map.Entry<String, String>> BEGUN = List.of(
            Map.entry("direct:enroll-contacts", "enrolling.map"),
            Map.entry("direct:copy-account", "snapshots.agents"),
            Map.entry("direct:copy-agent", "snapshots.copied"),
            Map.entry("direct:read-draft", "releases.draft"),
            Map.entry("direct:carry-out-release", "releases.update"),
            Map.entry("direct:carry-out-release", "releases.launch"),
            Map.entry("direct:carry-out-release", "releases.publish"));

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.(\\w+)");

    private final List<RouteSteps> routes;
    private final Map<String, YamlNode> files;
    private final Findings findings;
    private final Set<String> wrong;

    private enum Way { COMES_TO_IT, GOES_ON, ENDS }

    /** @param files all files of routes that are YAML, by their names in the set */
    StageRules(Map<String, YamlNode> files, Findings findings) {
        this.files = files;
        this.routes = files.entrySet().stream().filter(file -> !RouteSet.isKamelet(file.getKey()))
                .flatMap(file -> RouteSteps.in(file.getKey(), file.getValue())).toList();
        this.findings = findings;
        this.wrong = files.keySet().stream().filter(findings::isIn).collect(Collectors.toSet());
    }

    /** One cause is told once: where something else is wrong in a file, that comes first. */
    void check() {
        FOLLOWED.forEach(rule -> steps().filter(step -> step.calls().contains(rule.getKey()))
                .filter(step -> goingOn(step, rule.getValue(), true, new HashSet<>()) != Way.COMES_TO_IT)
                .forEach(step -> tell(step, step.lineOf(rule.getKey()), rule.getValue() + " is missing after " + rule.getKey())));
        BEGUN.forEach(rule -> routes.stream().filter(route -> route.input().equals(rule.getKey()) && !route.steps().isEmpty()
                && through(route.steps(), 0, rule.getValue(), new HashSet<>()) != Way.COMES_TO_IT)
                .forEach(route -> tell(route.steps().get(0), route.steps().get(0).node().line(), rule.getValue() + " is missing behind " + rule.getKey())));
        Set<String> called = new HashSet<>();
        files.forEach((file, root) -> called.addAll(RouteSteps.callsIn(root.all())));
        TOGETHER.forEach(rule -> steps().filter(step -> step.calls().contains(rule.getKey()) && !called.contains(rule.getValue())).findFirst()
                .ifPresent(step -> tell(step, step.lineOf(rule.getKey()), rule.getKey() + " needs " + rule.getValue() + ", which nothing calls")));
        steps().filter(step -> step.kind().equals("loop")).forEach(this::endsSomeTime);
        errorHandling();
    }

    private void tell(RouteSteps.Step step, int line, String reason) {
        if (!wrong.contains(step.file())) {
            findings.add(step.file(), line, reason);
        }
    }

    private Stream<RouteSteps.Step> steps() {
        return routes.stream().flatMap(RouteSteps::all);
    }

    /** Where a message may go after a step. */
    private Way goingOn(RouteSteps.Step step, String call, boolean withInside, Set<Object> seen) {
        if (withInside && step.blocks().stream().anyMatch(block -> through(block, 0, call, new HashSet<>()) == Way.COMES_TO_IT)) {
            return Way.COMES_TO_IT;
        }
        Way rest = through(step.block(), step.index() + 1, call, new HashSet<>());
        if (rest != Way.GOES_ON) {
            return rest;
        }
        if (step.parent().isPresent()) {
            return goingOn(step.parent().get(), call, false, seen);
        }
        RouteSteps route = step.route();
        boolean callerDoes = seen.add(route) && route.input().startsWith("direct:") && steps().filter(other -> other.sendsTo(route.input()))
                .anyMatch(caller -> goingOn(caller, call, false, seen) == Way.COMES_TO_IT);
        return callerDoes ? Way.COMES_TO_IT : Way.GOES_ON;
    }

    private Way through(List<RouteSteps.Step> block, int from, String call, Set<Object> seen) {
        for (RouteSteps.Step step : block.subList(from, block.size())) {
            Way way = through(step, call, seen);
            if (way != Way.GOES_ON) {
                return way;
            }
        }
        return Way.GOES_ON;
    }

    private Way through(RouteSteps.Step step, String call, Set<Object> seen) {
        if (step.calls().contains(call)) {
            return Way.COMES_TO_IT;
        }
        switch (step.kind()) {
            case "stop":
                return Way.ENDS;
            case "throwException", "rollback":
                // error handling is told of
                return Way.COMES_TO_IT;
            case "choice":
                List<Way> branches = step.blocks().stream().map(block -> through(block, 0, call, seen)).toList();
                return branches.contains(Way.ENDS) ? Way.ENDS
                        : step.hasOtherwise() && branches.stream().allMatch(Way.COMES_TO_IT::equals) ? Way.COMES_TO_IT : Way.GOES_ON;
            default:
                // a split without parts, and what a filter leaves out, have nothing to record
                boolean inside = step.blocks().stream().anyMatch(block -> through(block, 0, call, seen) == Way.COMES_TO_IT);
                return inside || routes.stream().filter(route -> step.sendsTo(route.input()) && seen.add(route))
                        .anyMatch(route -> through(route.steps(), 0, call, seen) == Way.COMES_TO_IT) ? Way.COMES_TO_IT : Way.GOES_ON;
        }
    }

    /** A loop that goes on while a variable says so needs a step that is given the variable. */
    private void endsSomeTime(RouteSteps.Step loop) {
        Matcher variable = VARIABLE.matcher(loop.node().at("expression").all().flatMap(place -> place.scalar().stream()).reduce("", String::concat));
        if (loop.node().text("doWhile").equals("true") && variable.find()) {
            String name = variable.group(1);
            boolean isChanged = loop.blocks().stream().flatMap(List::stream).anyMatch(step -> changes(step, name, new HashSet<>()));
            if (!isChanged) {
                tell(loop, loop.node().line(), "the loop would never end: none of its steps is given the variable " + name);
            }
        }
    }

    private boolean changes(RouteSteps.Step step, String variable, Set<Object> seen) {
        return step.isGiven(variable) || step.blocks().stream().flatMap(List::stream).anyMatch(inner -> changes(inner, variable, seen))
                || routes.stream().filter(route -> step.sendsTo(route.input()) && seen.add(route))
                        .anyMatch(route -> route.steps().stream().anyMatch(inner -> changes(inner, variable, seen)));
    }

    /** Camel's own error handling knows no turns: it would let a route that fails go on at once. */
    private void errorHandling() {
        record Place(String file, YamlNode configuration) {
        }
        List<Place> configurations = files.entrySet().stream().flatMap(file -> file.getValue().list().stream().filter(entry -> entry.has("routeConfiguration"))
                .map(entry -> new Place(file.getKey(), entry.at("routeConfiguration")))).toList();
        Optional<Place> first = configurations.stream().findFirst();
        if (first.isPresent() && configurations.stream().allMatch(place -> place.configuration().has("id"))) {
            findings.add(first.get().file(), first.get().configuration().line(), "a routeConfiguration without id is missing, for routes that name none");
        }
    }
}
