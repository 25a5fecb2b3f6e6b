package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom the programs of PostgreSQL run, which refuse to run as root, or as an account that has a number but no name.
 *
 * <p>An ordinary user runs them as itself. For the others there is a user namespace, in which the account is nobody in
 * particular while the files stay its own; and, for root, where the kernel or a container's seccomp profile allows no
 * namespaces, the account {@code nobody}, to whom the files then have to belong.
 */
sealed interface PostgresAccount {
    /** What the JDK calls an account that the password file does not know, as containers may be given. */
    String WITHOUT_NAME = "?";

    /** What goes before a command. */
    List<String> prefix();

    /** Hands a folder and all in it to the account, if it is another's. */
    void own(Path folder) throws IOException;

    /**
     * Lets the account pass through the folder, without seeing what else is in it.
     *
     * @throws StandaloneException if a folder further up keeps it out
     */
    void letThrough(Path folder) throws IOException;

    /** The first of the three ways that works here. */
    static PostgresAccount current() throws IOException {
        String user = System.getProperty("user.name", "");
        boolean root = user.equals("root");
        if (!root && !user.equals(WITHOUT_NAME)) {
            return new Same();
        }
        if (works(Namespace.UNSHARE)) {
            return new Namespace();
        }
        if (root && works(Nobody.SETPRIV)) {
            return new Nobody();
        }
        throw new StandaloneException(
                "PostgreSQL runs neither as root nor as an account without a name, and no user namespace can be made here"
                        + " (unshare, setpriv of util-linux). Start the exchange as an ordinary user.");
    }

    private static boolean works(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return Command.run(command, Duration.ofSeconds(5)).succeeded();
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** The account that runs the exchange. */
    record Same() implements PostgresAccount {
        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public void own(Path folder) {}

        @Override
        public void letThrough(Path folder) {}
    }

    /** Root without its power. */
    record Namespace() implements PostgresAccount {
        static final List<String> UNSHARE = List.of("unshare", "--user");

        @Override
        public List<String> prefix() {
            return UNSHARE;
        }

        @Override
        public void own(Path folder) {}

        @Override
        public void letThrough(Path folder) {}
    }

    /** The account nobody, numbered 65534 on every Linux. */
    record Nobody() implements PostgresAccount {
        private static final int ID = 65534;
        static final List<String> SETPRIV =
                List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "--no-new-privs");

        @Override
        public List<String> prefix() {
            return SETPRIV;
        }

        @Override
        public void letThrough(Path folder) throws IOException {
            // The secrets beside it are in a folder and in files of root's alone.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            List<String> command = new ArrayList<>(SETPRIV);
            command.addAll(List.of("test", "-x", folder + "/."));
            if (!Command.run(command, Duration.ofSeconds(5)).succeeded()) {
                throw new StandaloneException(
                        "PostgreSQL does not run as root; here it runs as nobody, who cannot reach " + folder
                                + ". Set ENTENTE_DATA_DIR to a folder all of whose parents others may enter.");
            }
        }

        @Override
        public void own(Path folder) throws IOException {
            List<Path> all;
            try (Stream<Path> paths = Files.walk(folder)) {
                all = paths.toList();
            }
            for (Path path : all) {
                Files.setAttribute(path, "unix:uid", ID, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", ID, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
