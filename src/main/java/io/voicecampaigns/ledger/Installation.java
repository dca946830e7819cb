package io.voicecampaigns.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one installation keeps for its life: its secret, and a sign of when it was last alive, both in the ledger and in a file beside
 * it. A ledger that is older than the file was restored from a copy. Thread-safe.
 */
public final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
    private static final String SECRET = "installation-secret";
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(5);
    private static final Duration RESTORED_IF_OLDER_BY = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Clock clock;
    private final Path dataDir;
    private final String configuredSecret;
    private final boolean acceptsOlderLedger;
    private Optional<Instant> lastHeartbeat = Optional.empty();
    private Optional<String> doubt = Optional.empty();
    private boolean restored;
    private volatile String secret;
    private String place;
    private volatile boolean isClockOff;

    /**
     * Touches nothing yet.
     *
     * @param configuredSecret INSTALLATION_SECRET; blank: the one kept in the data directory, made if there is none
     * @param acceptsOlderLedger whether dialling may begin although the ledger was restored from an older copy
     */
    public Installation(Ledger ledger, Clock clock, DataDir data, String configuredSecret, boolean acceptsOlderLedger) {
        this.ledger = ledger;
        this.clock = clock;
        this.dataDir = data.path();
        this.acceptsOlderLedger = acceptsOlderLedger;
        this.configuredSecret = configuredSecret;
    }

    /** What ids and fingerprints are made with; to be kept out of logs. Read, or made and kept, when first asked for. */
    public synchronized String secret() {
        if (secret == null) {
            secret = configuredSecret.isBlank() ? keptSecret(dataDir) : configuredSecret;
        }
        return secret;
    }

    /** HMAC-SHA-256 of {@code text} with the secret, in hexadecimal. */
    public String fingerprint(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * Compares ledger and installation.
     *
     * @throws LedgerException if the ledger was made with another secret: its attempts could not be recognised
     */
    public void start() {
        String mine = fingerprint("installation");
        ledger.write(tx -> tx.update(
                "INSERT INTO installation (id, secret_fingerprint, heartbeat) VALUES (1, ?, 0) ON CONFLICT (id) DO NOTHING", mine));
        record Known(String fingerprint, Instant heartbeat) {
        }
        Known known = ledger.read(tx -> tx.first("SELECT secret_fingerprint, heartbeat FROM installation WHERE id = 1",
                row -> new Known(row.text(1), row.instant(2)))).orElseThrow();
        if (!known.fingerprint().equals(mine)) {
            throw new LedgerException("the ledger belongs to an installation with another secret: set INSTALLATION_SECRET to that one, "
                    + "or restore " + secretFile(dataDir) + " from where the ledger came from");
        }
        lastHeartbeat = Optional.of(known.heartbeat()).filter(beat -> beat.isAfter(Instant.EPOCH));
        Optional<Instant> onFile = heartbeatOnFile();
        boolean older = onFile.isPresent() && onFile.get().isAfter(lastHeartbeat.orElse(Instant.EPOCH).plus(RESTORED_IF_OLDER_BY));
        restored = older;
        if (older && !acceptsOlderLedger) {
            doubt = Optional.of("the ledger was last alive at " + lastHeartbeat.map(Instant::toString).orElse("no time at all")
                    + ", this installation at " + onFile.get() + ": it was restored from an older copy. Start once with "
                    + "--accept-older-ledger to go on; calls made since are then taken from the provider's list");
            LOG.error("nobody is dialled: {}", doubt.get());
        }
    }

    /** Refuses a provider account other than the one this ledger's calls were made with. */
    public void claimAccount(String provider, String accountFingerprint) {
        ledger.write(tx -> tx.update("INSERT INTO account (provider, fingerprint) VALUES (?, ?) ON CONFLICT (provider) DO NOTHING",
                provider, accountFingerprint));
        String known = ledger.read(tx -> tx.first("SELECT fingerprint FROM account WHERE provider = ?", row -> row.text(1), provider))
                .orElseThrow();
        if (!known.equals(accountFingerprint)) {
            throw new LedgerException("this ledger's calls were made with another account of " + provider
                    + " than the address and key that are set now: its calls could not be found there. "
                    + "Set that account's again, or use a DATA_DIR or LEDGER_URL of its own for this one");
        }
    }

    /** When a process last said in the ledger that it was alive, before this one started. */
    public Optional<Instant> lastHeartbeat() {
        return lastHeartbeat;
    }

    /** Whether this start found a ledger that was restored from an older copy, and goes on with it. */
    public boolean isRestored() {
        return restored && doubt.isEmpty();
    }

    /** Why nothing may be dialled although everything works, if so. */
    public Optional<String> doubt() {
        return doubt;
    }

    /** Says that this process is alive. */
    public void beat() {
        if (doubt.isPresent()) {
            return;
        }
        Instant now = clock.instant();
        // the ledger first: the file must never be ahead of it, or a crash between looks like a restored copy
        // of several processes the latest counts: a clock that lags behind must not make the ledger look older than a file
        Duration off = ledger.write(tx -> {
            tx.update("UPDATE installation SET heartbeat = ? WHERE id = 1 AND (? = 0 OR heartbeat < ?)", now, ledger.isShared(), now);
            return Duration.between(databaseTime(tx), clock.instant()).abs();
        });
        if (off.compareTo(CLOCKS_MAY_DIFFER) > 0 != isClockOff) {
            isClockOff = !isClockOff;
            LOG.warn(isClockOff ? "the clock of this machine is {} s off the database's: limits by the minute and by the day hold over all replicas only if their clocks agree"
                    : "the clock of this machine agrees with the database's again, but for {} s", off.toSeconds());
        }
        try {
            Path next = Files.createTempFile(dataDir, "heartbeat", ".tmp");
            Files.writeString(next, now.toString());
            Files.move(next, heartbeatFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the heartbeat file in {} cannot be written: {}", dataDir, e.getClass().getSimpleName());
        }
    }

    /** Now, by the clock that leases are compared with: the database's where several machines share it. */
    public Instant databaseTime(Tx tx) {
        if (!ledger.isShared()) {
            return clock.instant();
        }
        return tx.first("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)", row -> row.instant(1)).orElseThrow();
    }

    /** Tells this data directory from those of other processes on the ledger; blank where there are none. Made when first asked for, and kept. */
    public synchronized String place() {
        if (place == null) {
            place = ledger.isShared() ? kept(dataDir, "place", UUID::randomUUID) : "";
        }
        return place;
    }

    private Path heartbeatFile() {
        return dataDir.resolve("heartbeat");
    }

    private Optional<Instant> heartbeatOnFile() {
        try {
            return Files.exists(heartbeatFile()) ? Optional.of(Instant.parse(Files.readString(heartbeatFile()).strip())) : Optional.empty();
        } catch (IOException | java.time.format.DateTimeParseException e) {
            LOG.warn("{} cannot be read and is ignored", heartbeatFile());
            return Optional.empty();
        }
    }

    private static Path secretFile(Path dataDir) {
        return dataDir.resolve(SECRET);
    }

    private static String keptSecret(Path dataDir) {
        return kept(dataDir, SECRET, () -> {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            LOG.info("this installation's secret is made and kept in {}: back it up with the ledger", secretFile(dataDir));
            return HexFormat.of().formatHex(random);
        });
    }

    /** What a file holds; made if there is none, by one process of those that may begin at once. */
    private static String kept(Path dataDir, String name, Supplier<?> made) {
        Path file = dataDir.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(dataDir);
                Path next = Files.createTempFile(dataDir, name, ".tmp");
                Files.writeString(next, made.get() + "\n");
                if (Files.getFileStore(next).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
                }
                publish(next, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new LedgerException(file + " can neither be read nor made", e);
        }
    }

    /** A move would replace what another process has published meanwhile; a link does not. */
    private static void publish(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
            Files.delete(whole);
        } catch (FileAlreadyExistsException e) {
            Files.delete(whole);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
