package io.voicecampaigns.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a PromQL expression asks for, as far as that is needed to see whether a service tells it. */
final class Expressions {
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("(?<!\\w)[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    /** Prometheus adds them when it scrapes a pod, and histograms have theirs. */
    private static final Set<String> OF_THE_SCRAPER = Set.of("pod", "le");

    private Expressions() {
    }

    static Set<String> metrics(String expression) {
        String bare = RANGE.matcher(GROUPING.matcher(SELECTOR.matcher(TEXT.matcher(expression).replaceAll("")).replaceAll(" ")).replaceAll(" ")).replaceAll(" ");
        return NAME.matcher(bare).results().map(MatchResult::group).filter(name -> !OPERATORS.contains(name)).collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> labels(String expression) {
        String textless = TEXT.matcher(expression).replaceAll("");
        Set<String> labels = new TreeSet<>();
        SELECTOR.matcher(textless).results().flatMap(selector -> List.of(selector.group(1).split(",")).stream())
                .forEach(matcher -> labels.add(matcher.replaceAll("[=!~].*", "").strip()));
        GROUPING.matcher(textless).results().flatMap(group -> List.of(group.group(1).split(",")).stream()).forEach(label -> labels.add(label.strip()));
        labels.remove("");
        labels.removeAll(OF_THE_SCRAPER);
        return labels;
    }

    /** What the expression asks for and the service does not tell. */
    static List<String> problems(String expression, Scrape told) {
        List<String> problems = new ArrayList<>();
        Set<String> metrics = metrics(expression);
        if (metrics.isEmpty()) {
            problems.add("asks for no metric");
        }
        metrics.stream().filter(name -> !told.names().contains(name)).forEach(name -> problems.add("no metric " + name));
        for (String label : labels(expression)) {
            // each side of a division has its own
            boolean isKnown = told.samples().stream().anyMatch(sample -> metrics.contains(sample.name()) && sample.labels().containsKey(label));
            if (!isKnown) {
                problems.add("no label " + label + " of " + metrics);
            }
        }
        return problems;
    }
}
