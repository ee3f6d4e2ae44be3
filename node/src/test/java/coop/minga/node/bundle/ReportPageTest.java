package coop.minga.node.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.audit.Counts;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Manifest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportPageTest {
  private static final TreeName LEDGER = new TreeName(new MemberId("mapocho"), Tree.LEDGER);
  private static final String HOSTILE =
      "</li><script>alert('1')</script> \"&amp;\" \u202Egnp.exe \u0007 \u2028 <img src=x"
          + " onerror=y>";

  private static Report report(Finding... findings) {
    Hash id = Hash.sha256(Bytes.utf8("federation"));
    Instant at = Instant.parse("2026-11-24T21:00:00Z");
    var entries = new Counts.Entries(1204, 0, 310, 2, 0, 4, Optional.of(at));
    return new Report(
        Optional.of(id),
        Optional.of(new Report.Newest(id, 0)),
        Optional.of(new Manifest(id, LEDGER.owner(), at, List.of())),
        new Counts(5, entries, new Counts.Deals(7, 9, 9, 8)),
        List.of(findings),
        "Untampered up to 24 Nov 2026 18:00: 1204 entries",
        "");
  }

  @Test
  void whatCameOutOfABundleIsTextAndNothingElse() {
    String page = ReportPage.of(report(new Finding.BadPart("charter", HOSTILE)));
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("<img"), page);
    assertFalse(page.contains("\u202E") || page.contains("\u0007") || page.contains("\u2028"));
    assertTrue(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"), page);
    assertTrue(page.contains("&quot;&amp;amp;&quot;"), page);
  }

  @Test
  void itNeedsNothingElse() {
    String page = ReportPage.of(report());
    for (String other : List.of("src=", "href=", "url(", "@import", "http://", "https://")) {
      assertFalse(page.contains(other), other);
    }
    assertFalse(Pattern.compile("<[^>]*\\son[a-z]+=").matcher(page).find(), "no handlers");
    assertTrue(page.contains("default-src 'none'"));
  }

  @Test
  void itIsOneWellFormedTreeThatReadsAloudInOrder()
      throws ParserConfigurationException, IOException, SAXException {
    String page =
        ReportPage.of(
            report(
                new Finding.EntryChanged(LEDGER, 377), new Finding.NotReplayed(LEDGER.owner(), 3)));
    String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<meta ([^>]*)>", "<meta $1/>");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    assertEquals("en", document.getDocumentElement().getAttribute("lang"));
    assertEquals(1, document.getElementsByTagName("h1").getLength());
    assertEquals(4, document.getElementsByTagName("h2").getLength());
    assertEquals(1, document.getElementsByTagName("main").getLength());
    var heads = document.getElementsByTagName("th");
    for (int i = 0; i < heads.getLength(); i++) {
      assertEquals("row", heads.item(i).getAttributes().getNamedItem("scope").getNodeValue());
    }
    assertTrue(page.contains("<strong>NOT verified.</strong>"), "in words, not by colour alone");
    assertTrue(page.indexOf("entry 377") < page.indexOf("<table>"), "findings before numbers");
    Path shown = Path.of("target", "report-page.html");
    Files.createDirectories(shown.toAbsolutePath().getParent());
    Files.writeString(shown, page);
  }

  @Test
  void theSameReportGivesTheSamePage() {
    assertEquals(ReportPage.of(report()), ReportPage.of(report()));
    assertTrue(ReportPage.of(report()).contains("<strong>Verified.</strong> Untampered up to"));
  }
}
