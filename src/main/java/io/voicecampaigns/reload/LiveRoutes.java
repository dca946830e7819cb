package io.voicecampaigns.reload;

import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.engine.AbstractCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of a directory, as its files say now.
 *
 * <ul>
 *   <li>Content is compared, not file events. An edit counts once two looks have found it the same, and no file is empty or cut off.
 *   <li>An edit is tried as a whole first; where it could not run, everything that runs stays as it is, and {@link #problems()} says why.
 *   <li>Beans are not exchanged: they take a restart.
 *   <li>What runs is kept for a start that finds bad files.
 * </ul>
 *
 * <p>Opened by one thread; {@link #problems()} may be asked by any.
 */
public final class LiveRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final Duration LONGEST_BATCH = Duration.ofMinutes(1);

    private final RouteCheck check;
    private final LastGoodRoutes lastGood;
    private final Edits edits;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Settling settling;
    private ScheduledExecutorService looking;
    private Swap swap;

    // Touched by one thread at a time: that which opens, then the one that looks.
    private volatile RouteSet running;
    private RouteSet decided;
    private Tried tried;
    private long retryAt;

    /** What was found wrong with the files that were decided on. */
    private volatile List<String> standing = List.of();
    /** What keeps the files from being decided on. */
    private volatile List<String> passing = List.of();
    private volatile Optional<String> broken = Optional.empty();

    private record Tried(RouteSet set, List<Finding> findings) {
    }

    private LiveRoutes(RouteSet start, RouteSet found, RouteCheck check, LastGoodRoutes lastGood, Edits edits) {
        this.edits = edits;
        this.running = start;
        this.settling = new Settling(found);
        this.decided = found;
        this.check = check;
        this.lastGood = lastGood;
    }

    /**
     * Finds out which routes to start with: those of the directory, or if they could not run, those that ran last.
     *
     * @param home the directory of route files
     * @param data the data directory
     * @param edits is told what becomes of each edit
     * @throws InvalidRoutesException with all findings, if neither could run
     */
    public static LiveRoutes choose(Path home, Path data, RouteCheck check, Edits edits) {
        LastGoodRoutes lastGood = new LastGoodRoutes(data);
        RouteSet found;
        List<Finding> findings = new ArrayList<>();
        try {
            found = RouteSet.read(home);
            findings.addAll(check.check(found));
        } catch (IOException e) {
            found = new RouteSet(home, new TreeMap<>());
            findings.add(RouteSet.unreadable(home, e));
        }
        if (findings.isEmpty()) {
            return new LiveRoutes(found, found, check, lastGood, edits);
        }
        RouteSet kept = kept(home, check, lastGood, findings);
        LiveRoutes live = new LiveRoutes(kept, found, check, lastGood, edits);
        live.refuse(findings, "the routes that ran last are started instead");
        return live;
    }

    private static RouteSet kept(Path home, RouteCheck check, LastGoodRoutes lastGood, List<Finding> findings) {
        try {
            Optional<RouteSet> kept = lastGood.read(home);
            if (kept.isEmpty()) {
                throw new InvalidRoutesException("The routes cannot run, and none that ran before are kept in " + lastGood.directory() + ":", findings);
            }
            List<Finding> ofKept = check.check(kept.get());
            if (!ofKept.isEmpty()) {
                List<Finding> all = new ArrayList<>(findings);
                ofKept.forEach(finding -> all.add(new Finding(lastGood.directory() + " " + finding.file(), finding.line(), finding.reason())));
                throw new InvalidRoutesException("The routes cannot run, and those that ran last cannot either:", all);
            }
            return kept.get();
        } catch (IOException e) {
            throw new InvalidRoutesException("The routes cannot run, and those that ran last cannot be read (" + e.getClass().getSimpleName() + "):", findings);
        }
    }

    /**
     * Makes the beans that go with the routes it starts with; where they cannot be made although nothing was found wrong with them, those of
     * the routes that ran last, which then start instead. Camel's own loading would make every bean twice, and components would hold on to
     * the first.
     *
     * @throws InvalidRoutesException if neither can be made
     */
    public void loadBeans(CamelContext context) {
        try {
            load(context, running);
        } catch (Exception failure) {
            List<Finding> findings = List.of(new Finding(running.shown(RouteSet.BEANS), 0, Reasons.of(failure)));
            running = kept(running.home(), check, lastGood, findings);
            try {
                load(context, running);
            } catch (Exception e) {
                throw new InvalidRoutesException("The beans of the routes cannot be made, and those of the routes that ran last cannot either:", findings);
            }
            refuse(findings, "the routes that ran last are started instead");
        }
    }

    private static void load(CamelContext context, RouteSet set) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("file:" + RouteSet.BEANS, set.text(RouteSet.BEANS)));
    }

    /**
     * Starts the routes, and looks for edits from then on.
     *
     * @param context  started, without routes of files
     * @param interval the pause between two looks
     * @throws InvalidRoutesException if Camel cannot start what it could build
     */
    public void open(ModelCamelContext context, Duration interval) {
        swap = new Swap(context, LONGEST_BATCH, ending);
        // an edit leaves one line, and it is ours
        context.getRouteController().setLoggingLevel(LoggingLevel.DEBUG);
        LogGuard.silence(AbstractCamelContext.class);
        RouteSet none = new RouteSet(running.home(), new TreeMap<>());
        try {
            swap.exchange(none, running, false);
        } catch (Swap.RolledBackException | Swap.BrokenException e) {
            startKept(none, e.getCause());
        } catch (Swap.BusyException e) {
            return;
        }
        // so are its lines about a schedule that is taken away and made again
        LogGuard.silence(QuartzEndpoint.class);
        keep();
        LOG.info("routes: {} files and {} kamelets of {} are in use", running.routeFiles().size(), running.kamelets().size(), running.home());
        looking = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "reload");
        looking.scheduleWithFixedDelay(this::lookSafely, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Some mistakes show only when a route starts: a schedule that is none, a port that is taken. */
    private void startKept(RouteSet none, Throwable failure) {
        List<Finding> findings = List.of(new Finding(running.home().toString(), 0, Reasons.of(failure)));
        try {
            RouteSet kept = lastGood.read(running.home()).filter(set -> set.text(RouteSet.BEANS).equals(running.text(RouteSet.BEANS)) && !set.hasSameTexts(running))
                    .orElseThrow(() -> new InvalidRoutesException("The routes cannot be started:", findings));
            swap.exchange(none, kept, false);
            running = kept;
            refuse(findings, "the routes that ran last are started instead");
        } catch (Swap.RolledBackException | Swap.BrokenException | Swap.BusyException | IOException e) {
            throw new InvalidRoutesException("The routes cannot be started, and those that ran last cannot either:", findings);
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // whatever it was: looking ends for good with what is not caught here
            LOG.error("the routes could not be looked at", e);
            standing = List.of("the routes could not be looked at: " + Reasons.of(e));
        }
    }

    private void look() {
        RouteSet found;
        try {
            found = RouteSet.read(running.home());
        } catch (IOException e) {
            // a directory that is being exchanged is not there for a moment
            pass(List.of(RouteSet.unreadable(running.home(), e) + "; the routes stay as they are"));
            return;
        }
        boolean isAtRest = settling.isAtRest(found);
        boolean isNew = !found.hasSameTexts(decided) || isRetry();
        boolean isUnfinished = isNew && isAtRest && settling.isUnfinished(found, running);
        pass(isUnfinished ? settling.waitsFor() : List.of());
        if (isNew && !isAtRest) {
            // most edits stay as they are found first: they are tried until the next look
            findings(found.withBeansOf(running));
        } else if (isNew && !isUnfinished) {
            decide(found);
        }
    }

    private List<Finding> findings(RouteSet wanted) {
        if (tried == null || !tried.set().hasSameTexts(wanted)) {
            tried = new Tried(wanted, check.check(wanted));
        }
        return tried.findings();
    }

    private boolean isRetry() {
        return retryAt != 0 && System.nanoTime() - retryAt >= 0;
    }

    private void decide(RouteSet found) {
        long begun = System.nanoTime();
        decided = found;
        retryAt = 0;
        RouteSet wanted = found.withBeansOf(running);
        if (wanted.hasSameTexts(running) && broken.isEmpty()) {
            accepted(found);
            LOG.info("routes: the files are again those that run");
            return;
        }
        List<Finding> findings = findings(wanted);
        tried = null;
        if (!findings.isEmpty()) {
            refuse(findings, "all routes stay as they are");
            return;
        }
        String edit = wanted.hasSameTexts(running) ? "all routes made anew" : Edit.between(running, wanted).toString();
        try {
            Duration waited = swap.exchange(running, wanted, broken.isPresent());
            running = wanted;
            broken = Optional.empty();
            keep();
            accepted(found);
            edits.accepted(edit);
            LOG.info("routes: {}; in use after {} ms, {} ms of them for the current batch", edit,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis(), waited.toMillis());
        } catch (Swap.BusyException e) {
            retryAt = System.nanoTime() + LONGEST_BATCH.toNanos();
            problem("routes: " + edit + ": not in use yet, and tried again: " + e.getMessage());
        } catch (Swap.RolledBackException e) {
            broken = Optional.empty();
            refuse(List.of(new Finding(running.home().toString(), 0, edit + ": " + Reasons.of(e.getCause()))), "the routes before it run again");
        } catch (Swap.BrokenException e) {
            // each try takes a moment from the routes that do run
            retryAt = System.nanoTime() + LONGEST_BATCH.toNanos();
            broken = Optional.of("routes are missing that could be neither exchanged nor restored: " + Reasons.of(e.getCause()) + "; tried again every minute and with every edit");
            LOG.error("routes: {}: {}", edit, broken.get(), e);
        }
    }

    private void accepted(RouteSet found) {
        List<String> still = new ArrayList<>();
        if (!found.text(RouteSet.BEANS).equals(running.text(RouteSet.BEANS))) {
            still.add(found.shown(RouteSet.BEANS) + ": has changed; it takes a restart");
            check.check(found).forEach(finding -> still.add(finding + "; a restart would not take it"));
        }
        still.stream().filter(problem -> !standing.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        standing = List.copyOf(still);
    }

    private void refuse(List<Finding> findings, String consequence) {
        problem(findings.stream().map(Finding::toString).collect(Collectors.joining("; ")) + "; " + consequence);
    }

    private void problem(String text) {
        standing = List.of(text);
        edits.refused(text);
        LOG.warn("{}", text);
    }

    private void pass(List<String> now) {
        now.stream().filter(problem -> !passing.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        passing = List.copyOf(now);
    }

    private void keep() {
        try {
            lastGood.keep(running);
        } catch (IOException e) {
            LOG.warn("{} cannot be written ({}): a bad edit would not be survived across a restart", lastGood.directory(), e.getClass().getSimpleName());
        }
    }

    /** The texts of the kamelets that routes are made of now, by their names. */
    public Map<String, String> kamelets() {
        RouteSet now = running;
        return now.kamelets().stream().collect(Collectors.toMap(RouteSet::kameletName, now::text));
    }

    /** What is wrong with the files as they stand, for people; routes run nevertheless. */
    public List<String> problems() {
        return Stream.concat(standing.stream(), passing.stream()).toList();
    }

    /** Why routes that should run do not; empty if they do. */
    public Optional<String> broken() {
        return broken;
    }

    /** Looks no more. Returns once an exchange that is under way has ended. */
    @Override
    public void close() {
        ending.countDown();
        LogGuard.hear(AbstractCamelContext.class);
        LogGuard.hear(QuartzEndpoint.class);
        if (looking != null) {
            looking.shutdown();
            try {
                if (!looking.awaitTermination(LONGEST_BATCH.toSeconds(), TimeUnit.SECONDS)) {
                    LOG.warn("the exchange of routes does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
