import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene, asked line by line: indexes a file of documents (one a line, words with a blank between them) and answers
 * "top|count ranked|single|phrase word word …" with a line of JSON. Times run from the words to the ids of the best ten.
 */
public final class LucenePeer {
    private static final int TOP = 10;

    public static void main(String[] arguments) throws IOException {
        Directory directory = new MMapDirectory(Paths.get(arguments[1]));
        long began = System.nanoTime();
        index(directory, arguments[0], Double.parseDouble(arguments[2]));
        System.out.printf("{\"seconds\": %.3f}%n", (System.nanoTime() - began) / 1e9);
        System.out.flush();
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null); // every engine answers every query anew
            answer(searcher, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
        }
    }

    private static void index(Directory directory, String documents, double megabytes) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer()).setRAMBufferSizeMB(megabytes);
        try (IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(Paths.get(documents), StandardCharsets.US_ASCII)) {
            long id = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Document document = new Document();
                document.add(new NumericDocValuesField("id", id++));
                document.add(new TextField("text", line, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static void answer(IndexSearcher searcher, BufferedReader questions) throws IOException {
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("count")) {
                System.out.printf("{\"total\": %d}%n", searcher.count(query(words)));
            } else {
                long began = System.nanoTime();
                long[] ids = best(searcher, query(words));
                double seconds = (System.nanoTime() - began) / 1e9;
                System.out.printf("{\"seconds\": %.9f, \"ids\": %s}%n", seconds, java.util.Arrays.toString(ids));
            }
            System.out.flush();
        }
    }

    private static Query query(String[] words) {
        if (words[1].equals("phrase")) {
            return new PhraseQuery("text", java.util.Arrays.copyOfRange(words, 2, words.length));
        }
        if (words.length == 3) {
            return new TermQuery(new Term("text", words[2]));
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (int i = 2; i < words.length; i++) {
            any.add(new TermQuery(new Term("text", words[i])), BooleanClause.Occur.SHOULD);
        }
        return any.build();
    }

    private static long[] best(IndexSearcher searcher, Query query) throws IOException {
        ScoreDoc[] hits = searcher.search(query, TOP).scoreDocs;
        long[] ids = new long[hits.length];
        for (int i = 0; i < hits.length; i++) {
            LeafReaderContext leaf =
                    searcher.getIndexReader().leaves().get(ReaderUtil.subIndex(hits[i].doc, searcher.getIndexReader().leaves()));
            NumericDocValues values = leaf.reader().getNumericDocValues("id");
            values.advanceExact(hits[i].doc - leaf.docBase);
            ids[i] = values.longValue();
        }
        return ids;
    }
}
