package io.voicecampaigns.reload;

import io.voicecampaigns.reload.YamlNode.SyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.model.RouteDefinition;

/**
 * Tells whether a set of route files could run as a whole, and if not, all that can be found out about why. Nothing is started, connected or
 * constructed, whatever the files say. Safe for use by many threads. The first check takes some tenths of a second, each further one some tens
 * of milliseconds: what is made of nothing that has changed since a set was found sound is not made again.
 */
public final class RouteCheck {
    private final TrialSettings settings;
    private final Map<String, Object> bound;
    private final Supplier<List<KameletUse>> otherUses;
    /** The trees of the set that was checked last, by their texts. */
    private volatile Map<String, YamlNode> trees = Map.of();
    /** The set in which nothing wrong was found last. */
    private volatile Optional<RouteSet> sound = Optional.empty();

    /**
     * @param bound     what the application binds beside the beans of the file, by name; immutable things
     * @param otherUses kamelets that routes beside those of the files are made of
     */
    public RouteCheck(TrialSettings settings, Map<String, Object> bound, Supplier<List<KameletUse>> otherUses) {
        this.settings = settings;
        this.bound = Map.copyOf(bound);
        this.otherUses = otherUses;
    }

    /** What is wrong, in the order of files and lines; empty if the set can run. */
    public List<Finding> check(RouteSet set) {
        Findings findings = new Findings(set);
        Map<String, YamlNode> files = parse(set, findings);
        BeanTypes beans = beans(set, files, findings);
        List<Finding> others = new ArrayList<>();
        try (Trial trial = new Trial(settings, beans, bound)) {
            List<EndpointUse> uses = uses(files, trial);
            rules(set, files, uses, beans, trial, findings);
            if (files.containsKey(RouteSet.BEANS)) {
                new BeanArguments(beans, trial, findings).check(files.get(RouteSet.BEANS));
            }
            Set<String> touched = touched(set);
            new Building(set, files, trial, findings).build(touched, () -> concerned(set, touched, uses, findings));
        } catch (Exception e) {
            others.add(new Finding(settings.source(), 0, Reasons.of(e)));
        }
        others.addAll(otherFindings(set, files));
        List<Finding> all = Stream.concat(findings.inOrder().stream(), others.stream()).toList();
        if (all.isEmpty()) {
            sound = Optional.of(set);
        }
        return all;
    }

    private Set<String> touched(RouteSet set) {
        return sound.<Set<String>>map(before -> Edit.between(before, set).touched()).orElse(set.files().keySet());
    }

    /** The files whose routes may turn out otherwise than they did in the sound set; where an edit is wrong in itself, those edited. */
    private Set<String> concerned(RouteSet set, Set<String> touched, List<EndpointUse> uses, Findings findings) {
        if (touched.stream().anyMatch(findings::isIn)) {
            return touched;
        }
        if (sound.isEmpty() || sound.get().isOfOtherFoundations(set)) {
            return set.files().keySet();
        }
        Set<String> concerned = new TreeSet<>(touched);
        int known = -1;
        while (known < concerned.size()) {
            known = concerned.size();
            List<String> kamelets = concerned.stream().filter(RouteSet::isKamelet).map(RouteSet::kameletName).toList();
            uses.stream().filter(use -> use.scheme().equals("kamelet") && kamelets.stream().anyMatch(use.names().asMatchPredicate()))
                    .map(EndpointUse::file).forEach(concerned::add);
        }
        return concerned;
    }

    private Map<String, YamlNode> parse(RouteSet set, Findings findings) {
        Map<String, YamlNode> files = new LinkedHashMap<>();
        if (set.routeFiles().isEmpty()) {
            findings.add(".", 0, "holds no route");
        }
        Map<String, YamlNode> known = trees;
        Map<String, YamlNode> parsed = new HashMap<>();
        for (String file : set.files().keySet()) {
            try {
                YamlNode root = known.containsKey(set.text(file)) ? known.get(set.text(file)) : YamlNode.parse(set.text(file));
                parsed.put(set.text(file), root);
                if (!RouteSet.isKamelet(file) && root.list().isEmpty()) {
                    findings.add(file, root.line(), "is no list of routes");
                } else {
                    files.put(file, root);
                }
            } catch (SyntaxException e) {
                findings.add(file, e.line(), e.getMessage());
            }
        }
        trees = Map.copyOf(parsed);
        return files;
    }

    private BeanTypes beans(RouteSet set, Map<String, YamlNode> files, Findings findings) {
        Map<String, Class<?>> given = new LinkedHashMap<>();
        bound.forEach((name, value) -> given.put(name, value.getClass()));
        files.forEach((file, root) -> root.list().stream().filter(entry -> entry.has("beans") && !file.equals(RouteSet.BEANS)).forEach(entry ->
                findings.add(file, entry.line(), "beans stand in " + RouteSet.BEANS + " alone")));
        YamlNode root = files.get(RouteSet.BEANS);
        return root == null ? new BeanTypes(given) : BeanTypes.of(root, given, (place, reason) -> findings.add(RouteSet.BEANS, place.line(), reason));
    }

    private static List<EndpointUse> uses(Map<String, YamlNode> files, Trial trial) {
        List<EndpointUse> uses = new ArrayList<>();
        files.forEach((file, root) -> uses.addAll(EndpointUse.in(file, RouteSet.isKamelet(file) ? root.at("spec", "template") : root, trial.settings())));
        return uses;
    }

    private static void rules(RouteSet set, Map<String, YamlNode> files, List<EndpointUse> uses, BeanTypes beans, Trial trial, Findings findings) {
        KameletRules kamelets = new KameletRules(set, files, trial::isSetting, findings);
        ReferenceRules references = new ReferenceRules(beans, trial::isBean, trial::isSetting, findings);
        boolean isAll = files.size() == set.files().size();
        new WiringRules(files, uses, findings).check(isAll);
        uses.forEach(kamelets::check);
        files.forEach((file, root) -> {
            references.check(file, root);
            if (RouteSet.isKamelet(file)) {
                kamelets.checkFile(file, root);
            }
        });
        if (isAll) {
            new StageRules(files, findings).check();
        }
    }

    private List<Finding> otherFindings(RouteSet set, Map<String, YamlNode> files) {
        List<Finding> found = new ArrayList<>();
        KameletRules kamelets = new KameletRules(set, files, key -> false, null);
        otherUses.get().forEach(use -> kamelets.check(use, reason -> found.add(new Finding(use.file(), use.line(), reason))));
        return found;
    }

    /** Has Camel make the kamelets and routes of the files that are concerned, without running any. */
    private record Building(RouteSet set, Map<String, YamlNode> files, Trial trial, Findings findings, Set<String> broken) {

        Building(RouteSet set, Map<String, YamlNode> files, Trial trial, Findings findings) {
            this(set, files, trial, findings, new TreeSet<>());
        }

        /**
         * @param touched files that are not known to be sound
         * @param inNeed  asked once these are loaded: the files whose kamelets and routes are to be made
         */
        void build(Set<String> touched, Supplier<Set<String>> inNeed) {
            List<String> kamelets = set.kamelets().stream().filter(this::load).toList();
            // error handling first: what is loaded after it refers to it
            List<String> foundations = set.routeFiles().stream().filter(files::containsKey).filter(file -> touched.contains(file) || RouteSet.holdsMoreThanRoutes(files.get(file)))
                    .sorted((one, other) -> Boolean.compare(holdsConfiguration(other), holdsConfiguration(one))).toList();
            Set<String> loaded = new TreeSet<>(foundations.stream().filter(this::load).toList());
            Set<String> concerned = inNeed.get();
            set.routeFiles().stream().filter(concerned::contains).filter(file -> !foundations.contains(file)).filter(this::load).forEach(loaded::add);
            KameletRules rules = new KameletRules(set, files, trial::isSetting, findings);
            for (String file : kamelets.stream().filter(concerned::contains).toList()) {
                rules.samples(RouteSet.kameletName(file)).ifPresent(samples -> kamelet(file, samples));
            }
            loaded.stream().filter(concerned::contains).forEach(file -> trial.routes(set, file).forEach(route -> route(file, route)));
        }

        private boolean holdsConfiguration(String file) {
            return files.get(file).list().stream().anyMatch(entry -> entry.has("routeConfiguration"));
        }

        private boolean load(String file) {
            if (!files.containsKey(file)) {
                return false;
            }
            boolean wasFine = !findings.isIn(file);
            try {
                trial.load(set, file);
                return wasFine || !RouteSet.isKamelet(file);
            } catch (Exception | LinkageError e) {
                add(file, Reasons.line(e), e);
                return false;
            }
        }

        private void kamelet(String file, Map<String, String> samples) {
            String name = RouteSet.kameletName(file);
            try {
                trial.build(name, samples);
            } catch (Exception | LinkageError e) {
                broken.add(name);
                add(file, trial.line(name, e), e);
            }
        }

        private void route(String file, RouteDefinition route) {
            trial.build(route, (line, failure) -> {
                boolean isTold = broken.stream().anyMatch(name -> names(failure, "kamelet", name));
                if (!isTold) {
                    add(file, line, failure);
                }
            });
        }

        private static boolean names(Throwable failure, String what, String name) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).toLowerCase(java.util.Locale.ROOT).contains(what + " with id " + name)) {
                    return true;
                }
            }
            return false;
        }

        private void add(String file, int around, Throwable failure) {
            String reason = Reasons.of(failure);
            YamlNode root = files.get(file);
            int line = Reasons.unknownWord(failure).flatMap(word -> root.all().filter(place -> place.key().equals(word)).findFirst())
                    .map(YamlNode::line).orElse(around > 0 ? around : root.at("spec", "template", "from").line());
            if (!isTold(file, line, reason)) {
                findings.add(file, line, reason);
            }
        }

        /** Camel finds methods where the bean is named, not where they are, and ids that stand twice nowhere in particular. */
        private boolean isTold(String file, int line, String reason) {
            return findings.isAt(file, line) || reason.startsWith("MethodNotFoundException") && findings.isIn(file)
                    || findings.inOrder().stream().anyMatch(found -> reason.contains("Duplicate id detected") && found.reason().contains("stands twice")
                            || found.file().equals(set.shown(file)) && found.reason().equals(reason));
        }
    }
}
