package io.voicecampaigns.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server on a real socket. Keeps what it was sent, and what was tried as a login. */
public final class MailServer implements AutoCloseable {
    /** Of the file that {@link #certificate} makes. */
    public static final String STORE_PASSWORD = "changeit";

    private final SMTPServer server;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> receivers = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    /** Takes mails of everybody, unencrypted. */
    public MailServer() {
        server = SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).messageHandler(this::take).build();
        server.start();
    }

    /**
     * Takes mails of one user alone.
     *
     * @param store a certificate as {@link #certificate} makes it: nothing but STARTTLS is said without encryption; empty: everything is
     */
    public MailServer(Optional<Path> store, String user, String password) {
        SMTPServer.Builder settings = SMTPServer.port(0).requireAuth().bindAddress(InetAddress.getLoopbackAddress()).messageHandler(this::take)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((name, given, context) -> {
                    logins.add(name + "/" + given);
                    if (!name.equals(user) || !given.equals(password)) {
                        throw new LoginFailedException();
                    }
                }));
        server = store.map(file -> settings.enableTLS().requireTLS().startTlsSocketFactory(context(file))).orElse(settings).build();
        server.start();
    }

    /** A key with its certificate for this machine, signed by nobody else: whoever is to trust it needs the file. */
    public static Path certificate(Path file) {
        try {
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "mail",
                    "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2", "-storetype", "PKCS12",
                    "-keystore", file.toString(), "-storepass", STORE_PASSWORD).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new AssertionError(said);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static SSLContext context(Path store) {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, STORE_PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void take(MessageContext context, String from, String to, byte[] data) throws RejectException {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new RejectException(451, "try again later");
        }
        receivers.add(to);
        mails.add(new String(data, StandardCharsets.UTF_8));
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** Headers and text of each mail. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    /** One receiver of each mail. */
    public List<String> receivers() {
        return List.copyOf(receivers);
    }

    /** {@code user/password}, right or wrong. */
    public List<String> logins() {
        return List.copyOf(logins);
    }

    /** The next mails are refused for now. */
    public void refuse(int times) {
        refusals.set(times);
    }

    @Override
    public void close() {
        server.stop();
    }
}
