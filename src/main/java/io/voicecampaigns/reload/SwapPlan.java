package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;

/**
 * What an edit takes.
 *
 * @param isWhole  whether everything is exchanged: error handling, which is built into every route, has changed
 * @param files    whose routes are loaded anew
 * @param kamelets whose routes are made anew
 * @param replaced the routes that go
 * @param paused   those and the routes that they get their messages from
 */
record SwapPlan(boolean isWhole, Set<String> files, Set<String> kamelets, Set<RunningRoute> replaced, Set<RunningRoute> paused) {

    /** @param isRepair whether routes are missing that should run: then everything is made anew */
    static SwapPlan of(ModelCamelContext context, RouteSet before, RouteSet after, boolean isRepair) {
        Set<String> touched = Edit.between(before, after).touched();
        touched.remove(RouteSet.BEANS);
        boolean isWhole = isRepair || Stream.of(before, after).anyMatch(set -> touched.stream().anyMatch(set::holdsMoreThanRoutes));
        List<RunningRoute> running = List.copyOf(context.getRouteDefinitions()).stream().map(route -> RunningRoute.of(context, route, before)).toList();
        Set<String> files = new TreeSet<>(touched);
        files.removeIf(RouteSet::isKamelet);
        Set<String> kamelets = new TreeSet<>();
        touched.stream().filter(RouteSet::isKamelet).map(RouteSet::kameletName).forEach(kamelets::add);
        if (isWhole) {
            files.addAll(before.routeFiles());
            files.addAll(after.routeFiles());
            Stream.of(before, after).flatMap(set -> set.kamelets().stream()).map(RouteSet::kameletName).forEach(kamelets::add);
        }
        Set<RunningRoute> replaced = replaced(context, running, before, files, kamelets, isWhole);
        return new SwapPlan(isWhole, files, kamelets, replaced, withSenders(running, replaced));
    }

    /** Whether routes that stand in no file are, or may be, among those that go or pause. */
    boolean concernsOwners() {
        return isWhole || !kamelets.isEmpty() || paused.stream().anyMatch(route -> route.file().isEmpty() || route.definition().isTemplate() != null);
    }

    /** Grows both sets until nothing is left that is made of something exchanged. */
    private static Set<RunningRoute> replaced(ModelCamelContext context, List<RunningRoute> running, RouteSet before, Set<String> files,
            Set<String> kamelets, boolean isWhole) {
        Set<RunningRoute> replaced = new LinkedHashSet<>();
        int known = -1;
        while (known < replaced.size() + files.size() + kamelets.size()) {
            known = replaced.size() + files.size() + kamelets.size();
            // templates of route files stay: their routes belong to owners, who make them anew
            List.copyOf(context.getRouteTemplateDefinitions()).stream().filter(template -> isKamelet(template.getId(), before))
                    .filter(template -> RunningRoute.of(context, template.getRoute(), before).uses(kamelets))
                    .forEach(template -> kamelets.add(template.getId()));
            for (RunningRoute route : running) {
                boolean goes = isWhole || route.file().filter(files::contains).isPresent() || route.kamelet().filter(kamelets::contains).isPresent()
                        || route.kamelet().isEmpty() && route.uses(kamelets);
                if (goes && replaced.add(route)) {
                    route.file().ifPresent(files::add);
                    route.kamelet().ifPresent(kamelets::add);
                    kamelets.addAll(route.ownKamelets());
                }
            }
        }
        return replaced;
    }


    private static boolean isKamelet(String template, RouteSet before) {
        return before.kamelets().stream().map(RouteSet::kameletName).anyMatch(template::equals)
                || SwapPlan.class.getResource("/kamelets/" + template + ".kamelet.yaml") != null;
    }

    private static Set<RunningRoute> withSenders(List<RunningRoute> running, Set<RunningRoute> replaced) {
        Set<RunningRoute> paused = new LinkedHashSet<>(replaced);
        int known = -1;
        while (known < paused.size()) {
            known = paused.size();
            for (RunningRoute route : running) {
                List<RunningRoute> sofar = new ArrayList<>(paused);
                boolean feeds = sofar.stream().anyMatch(other -> !other.isEntry() && (route.sendsTo(other.input())
                        || route.kamelet().filter(kamelet -> other.input().equals("kamelet:" + kamelet)).isPresent()));
                if (feeds) {
                    paused.add(route);
                }
            }
        }
        return paused;
    }
}
