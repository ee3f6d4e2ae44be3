package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.node.keys.PublicKeyFile;
import coop.minga.node.keys.RootKeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What a person does who keeps the organisation's root key on a stick.
class ARootKeyOnAStickTest {
  @TempDir Path root;

  /// What a command said, and its exit code.
  record Ran(int code, String out, String err) {}

  @Test
  void aNodeIsMadeByThePublicHalfAndTheCharterIsSignedOnTheStick() throws IOException {
    Path key = root.resolve("root.key");
    assertEquals(0, run("root", "new", key.toString()).code());
    Ran twice = run("root", "new", key.toString());
    assertEquals(2, twice.code());
    assertTrue(twice.err().contains("there is a file already"), twice.err());
    Path shown = RootKeyFile.beside(key);
    assertEquals(RootKeyFile.read(key).publicKey(), PublicKeyFile.read(shown));

    Path drawer = root.resolve("drawer");
    Path shelf = root.resolve("shelf");
    assertEquals(0, init(drawer, "--root", shown.toString()).code());
    assertFalse(Files.exists(drawer.resolve("keys").resolve("root.key")));
    assertEquals(0, init(shelf).code());
    Path charter = root.resolve("charter");
    Ran drafted =
        run(
            "charter",
            "draft",
            "--name",
            "Pair",
            "--out",
            charter.toString(),
            drawer.resolve("card").toString(),
            shelf.resolve("card").toString());
    assertEquals(0, drafted.code(), drafted.err());
    Ran absent = run("charter", "sign", "--dir", drawer.toString(), charter.toString());
    assertEquals(2, absent.code());
    assertTrue(absent.err().contains("minga root sign"), absent.err());

    Path other = root.resolve("other.key");
    run("root", "new", other.toString());
    Ran stranger = sign(charter, other);
    assertEquals(2, stranger.code());
    assertTrue(stranger.err().contains("none of its founders"), stranger.err());
    Ran unasked = run("root", "sign", "--root-key", key.toString(), charter.toString());
    assertEquals(2, unasked.code(), "there is nobody to ask in a test");
    Ran signed = sign(charter, key);
    assertTrue(signed.err().contains("Founders: drawer, shelf."), signed.err());
    assertTrue(signed.out().contains("Signed for drawer: 1 of 2"), signed.out());

    Ran out =
        run(
            "root",
            "take-out",
            "--dir",
            shelf.toString(),
            "--to",
            root.resolve("shelf.key").toString());
    assertEquals(0, out.code(), out.err());
    assertFalse(Files.exists(shelf.resolve("keys").resolve("root.key")));
    assertEquals(0, sign(charter, root.resolve("shelf.key")).code());
    Ran adopted = run("charter", "adopt", "--dir", drawer.toString(), charter.toString());
    assertEquals(0, adopted.code(), adopted.err());
  }

  @Test
  void aRequestIsReadInWordsAndSignedInPlaceButOnlyIfARootKeySignsSuchAThing() throws IOException {
    Path key = root.resolve("root.key");
    run("root", "new", key.toString());
    PublicKey by = RootKeyFile.read(key).publicKey();
    Path file = root.resolve("ask");
    request(SignedCharter.signedBytes(Bytes.utf8("charter")), by).write(file);
    Ran signed = sign(file, key);
    assertEquals(0, signed.code(), signed.err());
    assertTrue(signed.err().startsWith("Found the federation "), signed.err());
    JsonObject one = RootRequest.read(file).orElseThrow().signatures().get(0).getAsJsonObject();
    assertEquals(by.toString(), one.get("by").getAsString());

    request(Pae.encode("minga/entry/v1", Bytes.utf8("an award")), by).write(file);
    Ran entry = sign(file, key);
    assertEquals(2, entry.code());
    assertTrue(entry.err().contains("no root key signs"), entry.err());
    assertEquals(0, RootRequest.read(file).orElseThrow().signatures().size());

    Path other = root.resolve("other.key");
    run("root", "new", other.toString());
    Ran foreign = sign(file, other);
    assertEquals(2, foreign.code());
    assertTrue(foreign.err().contains("nothing in it is asked of this"), foreign.err());
  }

  @Test
  void whatIsNoKeyOrNoRequestIsSaidSo() throws IOException {
    Path key = root.resolve("root.key");
    run("root", "new", key.toString());
    for (String junk :
        List.of(
            "",
            "{}",
            "[]",
            "{\"minga\":\"minga/root-request/1\"}",
            "{\"minga\":\"minga/root-request/1\",\"question\":{},\"asks\":[{\"asks\":\"zz\","
                + "\"by\":\"\"}],\"signatures\":[]}",
            "{\"minga\":\"minga/root-request/1\",\"question\":[],\"asks\":[],"
                + "\"signatures\":[]}")) {
      Path file = root.resolve("junk");
      Files.writeString(file, junk);
      Ran said = sign(file, key);
      assertEquals(2, said.code(), junk + said.err());
      assertFalse(said.err().contains("Exception"), said.err());
    }
    assertEquals(2, sign(root.resolve("nothing"), key).code());
    Path pem = root.resolve("root.pub");
    for (String junk :
        List.of(
            "",
            "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\n%%%\n-----END PUBLIC KEY-----\n",
            "-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----")) {
      Files.writeString(pem, junk);
      Ran said = init(root.resolve("node"), "--root", pem.toString());
      assertEquals(2, said.code(), junk + said.err());
      assertTrue(said.err().contains("not a public key"), said.err());
    }
    Ran token = run("root", "show", "--pkcs11", pem.toString(), "--pin-file", pem.toString());
    assertEquals(2, token.code());
    assertTrue(token.err().contains("the token cannot be opened"), token.err());
    assertEquals(2, run("root", "show").code(), "no key is named");
  }

  private static RootRequest request(Bytes toSign, PublicKey by) {
    var ask = new JsonObject();
    ask.addProperty("asks", toSign.toHex());
    ask.addProperty("by", by.toString());
    var asks = new JsonArray();
    asks.add(ask);
    return new RootRequest(Operator.question("rotate-keys"), asks, new JsonArray());
  }

  private static Ran sign(Path file, Path key) {
    return run("root", "sign", "--yes", "--root-key", key.toString(), file.toString());
  }

  private static Ran init(Path directory, String... more) {
    var args =
        new ArrayList<>(
            List.of(
                "init",
                "--dir",
                directory.toString(),
                "--name",
                String.valueOf(directory.getFileName())));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static Ran run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command =
        Minga.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Ran(command.execute(args), out.toString(), err.toString());
  }
}
