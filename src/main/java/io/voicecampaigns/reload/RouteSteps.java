package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The steps of a route as they stand in its file.
 *
 * @param input where it takes messages from, without options: {@code seda:start-call}
 */
record RouteSteps(String file, String input, List<RouteSteps.Step> steps) {
    private static final Set<String> NESTED = Set.of("steps", "when", "otherwise", "doCatch", "doFinally");
    private static final Set<String> CALLS = Set.of("bean", "method");
    private static final Pattern BEAN_IN_SIMPLE = Pattern.compile("\\$\\{bean:([\\w-]+)(?:\\?method=|\\.)(\\w+)");

    static Stream<RouteSteps> in(String file, YamlNode root) {
        return root.list().stream().flatMap(entry -> Stream.of(entry.at("route", "from"), entry.at("routeTemplate", "route", "from"), entry.at("from")))
                .filter(from -> !from.fields().isEmpty()).map(from -> of(file, from));
    }

    private static RouteSteps of(String file, YamlNode from) {
        List<EndpointUse> inputs = EndpointUse.in(file, new YamlNode("from", from.line(), Optional.empty(), Map.of("from", from), List.of()), text -> text);
        String input = inputs.stream().filter(EndpointUse::consumes).findFirst().map(use -> use.scheme() + ":" + use.name()).orElse("");
        RouteSteps route = new RouteSteps(file, input, new ArrayList<>());
        fill(route, route.steps, Optional.empty(), from.at("steps"));
        return route;
    }

    private static void fill(RouteSteps route, List<Step> block, Optional<Step> parent, YamlNode steps) {
        for (YamlNode entry : steps.list()) {
            entry.fields().values().stream().findFirst().ifPresent(node -> {
                Step step = new Step(route, parent, block, block.size(), node, callsIn(ownPlaces(node)), sends(route.file, node), new ArrayList<>());
                block.add(step);
                blocksOf(node).forEach(inner -> {
                    List<Step> nested = new ArrayList<>();
                    fill(route, nested, Optional.of(step), inner);
                    step.blocks.add(nested);
                });
            });
        }
    }

    private static Stream<YamlNode> ownPlaces(YamlNode step) {
        return step.all(place -> !NESTED.contains(place.key()));
    }

    private static List<EndpointUse> sends(String file, YamlNode step) {
        Map<String, YamlNode> own = new LinkedHashMap<>(step.fields());
        own.keySet().removeAll(NESTED);
        YamlNode alone = new YamlNode(step.key(), step.line(), step.scalar(), own, List.of());
        return EndpointUse.in(file, new YamlNode("", step.line(), Optional.empty(), Map.of(step.key(), alone), List.of()), text -> text).stream()
                .filter(use -> !use.consumes()).toList();
    }

    private static Stream<YamlNode> blocksOf(YamlNode step) {
        return Stream.of(Stream.of(step.at("steps")), step.at("when").list().stream().map(branch -> branch.at("steps")), Stream.of(step.at("otherwise", "steps")),
                step.at("doCatch").list().stream().map(branch -> branch.at("steps")), Stream.of(step.at("doFinally", "steps")))
                .flatMap(blocks -> blocks).filter(block -> !block.list().isEmpty());
    }

    /** The methods of beans that are called at these places, as {@code dialing.claim}. */
    static Set<String> callsIn(Stream<YamlNode> places) {
        Set<String> calls = new HashSet<>();
        places.forEach(place -> {
            if (CALLS.contains(place.key()) && place.has("ref")) {
                calls.add(place.text("ref").replaceFirst("^#(bean:)?", "") + "." + place.text("method").replaceFirst("\\(.*", "").strip());
            }
            Matcher simple = BEAN_IN_SIMPLE.matcher(place.scalar().orElse(""));
            while (simple.find()) {
                calls.add(simple.group(1) + "." + simple.group(2));
            }
        });
        return calls;
    }

    /** All steps, with those inside of others. */
    Stream<Step> all() {
        return all(steps);
    }

    private static Stream<Step> all(List<Step> block) {
        return block.stream().flatMap(step -> Stream.concat(Stream.of(step), step.blocks.stream().flatMap(RouteSteps::all)));
    }

    // of lists that refer to each other
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /**
     * One step.
     *
     * @param block the steps that it stands among
     * @param index its place there
     * @param calls  the methods of beans that it calls itself
     * @param sends  the endpoints that it names itself
     * @param blocks the steps inside of it; of a choice one block for each branch
     */
    record Step(RouteSteps route, Optional<Step> parent, List<Step> block, int index, YamlNode node, Set<String> calls, List<EndpointUse> sends,
            List<List<Step>> blocks) {

        String file() {
            return route.file;
        }

        /** Such as {@code bean} or {@code toD}. */
        String kind() {
            return node.key();
        }

        int lineOf(String call) {
            return ownPlaces(node).filter(place -> CALLS.contains(place.key()) && callsIn(Stream.of(place)).contains(call)).findFirst()
                    .map(place -> place.at("method").line()).orElse(node.line());
        }

        boolean hasOtherwise() {
            return node.has("otherwise");
        }

        boolean sendsTo(String input) {
            return (input.startsWith("direct:") || input.startsWith("seda:")) && sends.stream().anyMatch(use -> input.startsWith(use.scheme() + ":")
                    && use.names().matcher(input.substring(input.indexOf(':') + 1)).matches());
        }

        /** Whether it calls something with a variable, or sets it. */
        boolean isGiven(String variable) {
            boolean sets = kind().endsWith("Variable") && node.text("name").equals(variable);
            return sets || ownPlaces(node).anyMatch(place -> place.key().equals("method") && place.scalar().filter(call -> call.contains("${variable." + variable + "}")).isPresent());
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return file() + ":" + node.line();
        }
    }
}
