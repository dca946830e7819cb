package io.voicecampaigns.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The campaigns of a directory, as its files say now. Empty until the first {@link #refresh()}.
 *
 * <ul>
 *   <li>Content is compared, not file events, so that symbolic links that are swapped count.
 *   <li>A change counts once two refreshes have found it the same; at the first refresh, what is there counts at once.
 *   <li>After a bad edit the last good edition stays, also across a restart; each bad edit is logged once.
 *   <li>Without its file a campaign is gone for dialling, and still {@linkplain #lastKnown known} for reporting.
 * </ul>
 *
 * <p>Safe for concurrent use: readers see one refresh's result as a whole and never wait.
 */
public final class Campaigns {
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

    /** One refresh's result. */
    private record State(Map<String, Campaign> usable, Map<String, Unusable> unusable, Map<String, Campaign> removed,
            Map<String, Clearance> clearances, List<Problem> problems) {
    }

    private record ListKey(Path file, String region) {
    }

    private final Path directory;
    private final CampaignReader reader;
    private final LastGood lastGood;
    private final Function<String, Function<String, Optional<String>>> normaliserOfRegion;
    private final Clock clock;
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<Problem>>> refusalListeners = new CopyOnWriteArrayList<>();

    private volatile State state = new State(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    // Touched by refresh() only.
    private final Map<String, WatchedCampaign> watched = new TreeMap<>();
    private final Map<String, Campaign> removed = new HashMap<>();
    private final Map<ListKey, DoNotCallFile> lists = new HashMap<>();
    private Set<Problem> told = Set.of();
    private boolean started;

    /**
     * @param directory          where the campaign files are; relative {@code do-not-call} paths are the process's
     * @param data               the data directory; written to only by {@link #refresh()}
     * @param normaliserOfRegion for a region such as {@code ES}, what brings a number in any form to E.164, and is empty for
     *                           what is no number
     */
    public Campaigns(Path directory, Path data, CampaignReader reader,
            Function<String, Function<String, Optional<String>>> normaliserOfRegion, Clock clock) {
        this.directory = directory;
        this.reader = reader;
        this.lastGood = new LastGood(data);
        this.normaliserOfRegion = normaliserOfRegion;
        this.clock = clock;
    }

    /** What is wrong with the campaign files of a directory, without using or keeping any; told in the order of files and lines. */
    public static List<Problem> check(Path directory, CampaignReader reader, Consumer<Campaign> good) {
        CampaignFiles found = CampaignFiles.in(directory);
        List<Problem> problems = new ArrayList<>(found.problems());
        found.files().forEach((name, file) -> {
            CampaignReader.Result result = reader.read(file);
            if (result instanceof CampaignReader.Problems bad) {
                problems.addAll(bad.problems());
            } else if (result instanceof CampaignReader.Read read) {
                good.accept(read.campaign());
            }
        });
        return problems;
    }

    /** Looks at all files once. To be called about every second; never throws for what it finds in files. */
    public synchronized void refresh() {
        CampaignFiles found = CampaignFiles.in(directory);
        String kamelets = reader.look();
        if (!started) {
            recallRemoved(found);
        }
        Set<String> names = new TreeSet<>(found.files().keySet());
        if (found.complete()) {
            names.addAll(watched.keySet());
        }
        for (String name : names) {
            watched.computeIfAbsent(name, key -> new WatchedCampaign(key, reader, lastGood))
                    .look(Optional.ofNullable(found.files().get(name)), kamelets, !started);
        }
        watched.values().stream().filter(WatchedCampaign::isGone).flatMap(gone -> gone.campaign().stream()).forEach(this::remove);
        watched.values().removeIf(WatchedCampaign::isGone);
        started = true;
        publish(found.problems());
    }

    /** The campaign to go by; empty if there is no such file or it has never been good. */
    public Optional<Campaign> find(String name) {
        return Optional.ofNullable(state.usable().get(name));
    }

    /** As {@link #find}, or the last good edition of a file that was removed: to report what it dialled, never to dial. */
    public Optional<Campaign> lastKnown(String name) {
        State now = state;
        return Optional.ofNullable(now.usable().getOrDefault(name, now.removed().get(name)));
    }

    /** All campaigns that can be used, by name. */
    public List<Campaign> all() {
        return List.copyOf(state.usable().values());
    }

    /** A campaign whose file is there but has never been good. */
    public Optional<Unusable> unusable(String name) {
        return Optional.ofNullable(state.unusable().get(name));
    }

    /** All campaigns whose file is there but has never been good, by name. */
    public Map<String, Unusable> unusable() {
        return Map.copyOf(state.unusable());
    }

    /** What is wrong now: with campaign files, also those whose last good edition is in use, and do-not-call lists. */
    public List<Problem> problems() {
        return state.problems();
    }

    /** Whether a campaign may dial as far as its file and its do-not-call list go. */
    public Clearance callable(String name) {
        State now = state;
        Clearance clearance = now.clearances().get(name);
        if (clearance != null) {
            return clearance;
        }
        return new Clearance.Stopped(now.unusable().containsKey(name)
                ? "its campaign file has never been good: " + now.unusable().get(name).problems().get(0)
                : "it has no campaign file");
    }

    /**
     * Hears of every change from now on, after readers see it, in the thread that refreshes. An exception of one listener is
     * logged and keeps nothing from the others.
     */
    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** Hears of every edit that is not used, with what is wrong with the file; otherwise as {@link #onChange}. */
    public void onRefusal(Consumer<List<Problem>> listener) {
        refusalListeners.add(listener);
    }

    /** Files that went while nobody looked are removed campaigns too. A directory that is not there says nothing about them. */
    private void recallRemoved(CampaignFiles found) {
        lastGood.removed().forEach(this::recall);
        if (found.complete() && Files.isDirectory(directory)) {
            lastGood.kept().forEach((name, file) -> {
                if (!found.files().containsKey(name)) {
                    recall(name, file);
                    moveAside(name);
                }
            });
        }
    }

    private void recall(String name, Path file) {
        if (reader.read(file) instanceof CampaignReader.Read good) {
            removed.put(name, good.campaign());
        }
    }

    private void remove(Campaign campaign) {
        LOG.info("Campaign {}: its file is gone; it dials no more, calls under way are followed and reported", campaign.name());
        removed.put(campaign.name(), campaign);
        moveAside(campaign.name());
    }

    private void moveAside(String name) {
        try {
            lastGood.remove(name);
        } catch (IOException e) {
            LOG.warn("{} cannot be moved ({})", lastGood.file(name), e.getClass().getSimpleName());
        }
    }

    private void publish(List<Problem> ofNames) {
        Map<String, Campaign> usable = new TreeMap<>();
        Map<String, Unusable> unusable = new TreeMap<>();
        List<Problem> ofFiles = new ArrayList<>();
        List<Problem> standing = new ArrayList<>(ofNames);
        watched.forEach((name, file) -> {
            file.campaign().ifPresent(campaign -> usable.put(name, campaign));
            if (file.campaign().isEmpty() && !file.problems().isEmpty()) {
                unusable.put(name, new Unusable(name, file.problems()));
            }
            ofFiles.addAll(file.problems());
            file.keepingFailed().ifPresent(standing::add);
        });
        Map<String, Clearance> clearances = clearances(usable);
        lists.values().forEach(list -> standing.addAll(list.problems()));
        standing.stream().filter(problem -> !told.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        told = new HashSet<>(standing);
        Change change = Change.between(state.usable(), usable);
        List<Problem> refused = ofFiles.stream().filter(problem -> !state.problems().contains(problem)).toList();
        ofFiles.addAll(standing);
        state = new State(usable, unusable, Map.copyOf(removed), clearances, List.copyOf(ofFiles));
        if (!change.isEmpty()) {
            listeners.forEach(listener -> tell(listener, change));
        }
        if (!refused.isEmpty()) {
            refusalListeners.forEach(listener -> tell(listener, refused));
        }
    }

    private Map<String, Clearance> clearances(Map<String, Campaign> usable) {
        Map<String, ListKey> keys = new HashMap<>();
        usable.forEach((name, campaign) -> campaign.calling().doNotCall()
                .ifPresent(file -> keys.put(name, new ListKey(file, campaign.contacts().region()))));
        lists.keySet().retainAll(keys.values());
        keys.values().forEach(key -> lists.computeIfAbsent(key,
                absent -> new DoNotCallFile(key.file(), normaliserOfRegion.apply(key.region()), clock)));
        lists.values().forEach(DoNotCallFile::look);
        Map<String, Clearance> clearances = new HashMap<>();
        usable.keySet().forEach(name -> clearances.put(name, keys.containsKey(name)
                ? lists.get(keys.get(name)).clearance() : new Clearance.Ok(DoNotCallList.NONE)));
        return clearances;
    }

    private static <T> void tell(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.warn("A listener to campaign changes failed with {}", e.getClass().getName());
        }
    }
}
