package io.voicecampaigns.enroll;

import io.voicecampaigns.call.CampaignRecords;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.privacy.Shown;
import io.voicecampaigns.replica.Duties;
import io.voicecampaigns.replica.DutyLostException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists that are picked up. A file becomes a list by one entry in the ledger and one rename into the archive; from then on only
 * the ledger says how far it has been read. Used by one thread at a time.
 */
public final class ContactLists {
    private static final Logger LOG = LoggerFactory.getLogger(ContactLists.class);
    private static final Set<String> EXTENSIONS = Set.of("csv", "json");

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords records;
    private final Installation installation;
    private final Duties duties;
    private final Path inbox;
    private final Path archive;
    private final Path outbox;
    private final Map<Path, String> refused = new HashMap<>();

    private record Listed(long id, String name, Path original) {
    }

    public ContactLists(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords records, DataDir data, Installation installation,
            Duties duties) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.records = records;
        this.installation = installation;
        this.duties = duties;
        this.inbox = data.inbox().toAbsolutePath().normalize();
        this.archive = data.archive();
        this.outbox = data.outbox();
    }

    /** Whether a list may have that name. */
    public static boolean takes(String fileName) {
        return EXTENSIONS.contains(extension(fileName));
    }

    /**
     * Takes a file that lies in {@code inbox/<campaign>/}. One that cannot be taken stays where it is, with a note in the outbox that
     * says why and what to do; nothing is said twice of the same file. Of several replicas with one data directory, one takes files.
     */
    public void take(File arrived) {
        if (!duties.isOurs(duties.files())) {
            return;
        }
        Path file = arrived.toPath();
        String campaignName = file.getParent().getFileName().toString();
        String fileName = file.getFileName().toString();
        if (file.getParent().toAbsolutePath().normalize().equals(inbox)) {
            refuse("", file, fileName + ": move the list to the folder of its campaign: inbox/<campaign>/" + fileName);
            return;
        }
        Optional<Campaign> campaign = campaigns.find(campaignName);
        if (campaign.isEmpty()) {
            refuse(campaignName, file, fileName + ":0: " + unknown(campaignName));
            return;
        }
        if (!takes(fileName)) {
            refuse(campaignName, file, fileName + ":1: files of this kind are not read: save the list as CSV UTF-8 (or as JSON), "
                    + "and drop that instead");
            return;
        }
        refused.remove(file);
        withdrawNote(campaignName, fileName);
        long campaignId = records.enter(ledger, campaign.get());
        try {
            Optional<Listed> registered = ledger.write(tx -> {
                duties.confirm(tx, duties.files());
                // another replica may have had it meanwhile
                return Files.exists(file) ? Optional.of(register(tx, campaignId, campaign.get(), fileName)) : Optional.empty();
            });
            if (registered.isEmpty()) {
                return;
            }
            Listed list = registered.get();
            Files.createDirectories(list.original().getParent());
            move(file, list.original());
            LOG.info("campaign {}: list {} was picked up", campaignName, Shown.name(list.name()));
        } catch (DutyLostException e) {
            LOG.info("campaign {}: a list is left where it is: {}", campaignName, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the list " + fileName + " of campaign " + campaignName
                    + " cannot be moved into the archive; it is tried again", e);
        }
    }

    /**
     * To be called where the ledger was restored from an older copy: tells of the lists in the archive that it does not know. They are
     * not read by themselves, for whoever restores the wrong copy would have their people called again.
     */
    public void tellForgotten() {
        for (Campaign campaign : campaigns.all()) {
            long campaignId = records.enter(ledger, campaign);
            for (Path file : archived(campaign.name())) {
                String name = file.getFileName().toString();
                boolean known = ledger.read(tx -> tx.first("SELECT 1 FROM list WHERE campaign_id = ? AND original = ?", row -> true,
                        campaignId, file.toString())).isPresent();
                if (!known) {
                    LOG.warn("campaign {}: the ledger was restored from an older copy and does not know list {}", campaign.name(), Shown.name(name));
                    note(campaign.name(), name, "The ledger was restored from an older copy and does not know this list.\n\nIts people are "
                            + "called if you move it from " + file + " to inbox/" + campaign.name() + "/. Whoever was called within the last "
                            + "days is recognised in the provider's list of calls and not called again.\n");
                }
            }
        }
    }

    private List<Path> archived(String campaignName) {
        Path folder = archive.resolve(campaignName);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> EXTENSIONS.contains(extension(file.getFileName().toString()))).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the archive of campaign " + campaignName + " cannot be read", e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // inbox and archive on different volumes: the inbox's copy goes only once the archive's is whole
            Path whole = to.resolveSibling("." + to.getFileName() + ".part");
            Files.copy(from, whole, StandardCopyOption.REPLACE_EXISTING);
            Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(from);
        }
    }

    private String unknown(String campaignName) {
        return campaigns.unusable(campaignName)
                .map(bad -> "the campaign " + campaignName + " cannot be used, its file has problems: " + bad.problems().get(0)
                        + ". Correct it, and this list is picked up")
                .orElse("there is no campaign " + campaignName + ": write config/campaigns/" + campaignName
                        + ".yaml, or move the list to the folder of another campaign");
    }

    /** A name that no list of the campaign had; the entry of a list whose file never came is used again. */
    private Listed register(Tx tx, long campaignId, Campaign campaign, String fileName) {
        String place = installation.place();
        String extension = extension(fileName);
        String base = fileName.substring(0, fileName.length() - extension.length() - 1);
        for (int number = 1;; number++) {
            String name = number == 1 ? base : base + "-" + number;
            Path original = archive.resolve(campaign.name()).resolve(name + "." + extension);
            record Known(long id, boolean isUnread, Path original) {
            }
            // a file that is not here may be in the directory of another replica
            Optional<Known> known = tx.first("""
                    SELECT id, CASE WHEN state = 'reading' AND rows_read = 0 AND place IN ('', ?) THEN 1 ELSE 0 END, original FROM list
                    WHERE campaign_id = ? AND name = ?""",
                    row -> new Known(row.number(1), row.flag(2), Path.of(row.text(3))), place, campaignId, name);
            boolean onDisk = Files.exists(original);
            if (known.isPresent() && !onDisk && known.get().isUnread() && !Files.exists(known.get().original())) {
                tx.update("UPDATE list SET edition = ?, original = ?, place = ? WHERE id = ?", campaign.edition(), original.toString(), place,
                        known.get().id());
                return new Listed(known.get().id(), name, original);
            }
            if (known.isEmpty() && !onDisk) {
                long id = tx.first("""
                        INSERT INTO list (campaign_id, edition, name, original, place, state, taken_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, 'reading', ?, ?) RETURNING id""", row -> row.number(1),
                        campaignId, campaign.edition(), name, original.toString(), place, clock.instant(), clock.instant()).orElseThrow();
                return new Listed(id, name, original);
            }
        }
    }

    private void refuse(String campaignName, Path file, String reason) {
        if (reason.equals(refused.put(file, reason))) {
            return;
        }
        String said = "inbox/" + (campaignName.isEmpty() ? "" : campaignName + "/") + reason;
        LOG.error("{}", Shown.name(said));
        note(campaignName, file.getFileName().toString(), said + "\n\nThe file stays in the inbox.\n");
    }

    /** Leaves a note about a list in the outbox of its campaign. */
    void note(String campaignName, String name, String text) {
        try {
            Path folder = Files.createDirectories(outbox.resolve(campaignName));
            Files.writeString(folder.resolve(name + ".error.txt"), text);
        } catch (IOException e) {
            LOG.warn("the note about {} cannot be written: {}", Shown.name(name), e.getClass().getSimpleName());
        }
    }

    private void withdrawNote(String campaignName, String name) {
        try {
            Files.deleteIfExists(outbox.resolve(campaignName).resolve(name + ".error.txt"));
        } catch (IOException e) {
            LOG.warn("the note about {} cannot be removed: {}", Shown.name(name), e.getClass().getSimpleName());
        }
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
