using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Journal;

namespace WxYarpGateway.Transforms.Tests.Journal;

public sealed class MessageJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;
    private readonly CollectedLogs _logs = new();
    private readonly ServiceProvider _provider;
    private readonly List<MessageJournal> _journals = [];

    public MessageJournalTests()
    {
        _provider = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs))
            .BuildServiceProvider();
    }

    private string Own => Path.Combine(_folder, "redelivery-0.journal");

    public void Dispose()
    {
        _journals.ForEach(journal => journal.Dispose());
        _provider.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_kept_is_there_after_the_process_and_what_is_over_is_not()
    {
        var first = Make();
        Assert.Empty(first.Open());
        Assert.True(await first.AppendAsync("a", "one"u8.ToArray()));
        Assert.True(await first.AppendAsync("b", "two"u8.ToArray()));
        Assert.True(await first.AppendAsync("a", "three"u8.ToArray()));
        first.Remove("b");
        first.Remove("never there");
        Assert.Equal((1, true, false), (first.Count, first.Has("a"), first.Has("b")));
        first.Dispose();

        var second = Make();
        var line = Assert.Single(second.Open());

        Assert.Equal(("a", "three"), (line.Id, TextOf(line)));
        Assert.True(second.Has("a"));
        Assert.Contains("TakenUp", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_on_the_disk_before_it_is_said_to_be_kept_and_the_file_is_empty_once_all_is_over()
    {
        var journal = Make();
        journal.Open();
        Assert.Equal(0, new FileInfo(Own).Length);

        Assert.True(await journal.AppendAsync("a", "one"u8.ToArray()));

        // Another process finds the journal like this after a kill: nothing was closed.
        Assert.Equal("a", Assert.Single(JournalContent.ReadFile(Own).Lines).Id);
        journal.Remove("a");
        await Eventually.HoldsAsync(() => new FileInfo(Own).Length == 0, "the file is empty", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Many_messages_cost_few_waits_for_the_disk()
    {
        var journal = Make();
        journal.Open();

        var kept = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => journal.AppendAsync($"m{number}", new byte[1000])));

        Assert.DoesNotContain(false, kept);
        Assert.Equal(500, JournalContent.ReadFile(Own).Lines.Count);
        Assert.InRange(journal.Batches, 1, 100);
    }

    [Theory]
    [InlineData("half a line")]
    [InlineData("0123456789abcdef + z dHdv\n")]
    [InlineData("\n\n")]
    [InlineData("\0\0\0\0")]
    public async Task Lines_that_are_damaged_are_left_out_and_told_and_the_rest_is_there(string damage)
    {
        var first = Make();
        first.Open();
        await first.AppendAsync("a", "one"u8.ToArray());
        await first.AppendAsync("b", "two"u8.ToArray());
        first.Dispose();
        File.AppendAllText(Own, damage);

        var second = Make();
        var lines = second.Open();
        await second.AppendAsync("c", "three"u8.ToArray());
        second.Dispose();

        Assert.Equal(["a", "b"], lines.Select(line => line.Id));
        Assert.Contains("Damaged", _logs.Text, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], Make().Open().Select(line => line.Id));
    }

    [Fact]
    public async Task Each_byte_that_is_wrong_costs_its_own_line_only()
    {
        var first = Make();
        first.Open();
        await first.AppendAsync("a", "one"u8.ToArray());
        await first.AppendAsync("b", "two"u8.ToArray());
        first.Dispose();
        var whole = await File.ReadAllBytesAsync(Own, TestContext.Current.CancellationToken);
        var end = whole.AsSpan().IndexOf((byte)'\n');
        for (var at = 0; at < end; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x01;
            Assert.Equal(["b"], JournalContent.Read(damaged).Lines.Select(line => line.Id));
        }

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.True(JournalContent.Read(whole.AsSpan(0, length)).Lines.Count <= (length > end ? 1 : 0));
        }
    }

    [Fact]
    public async Task Two_processes_share_a_folder_and_the_next_takes_up_what_both_have_left()
    {
        var first = Make();
        var second = Make();
        first.Open();
        second.Open();
        Assert.True(await first.AppendAsync("a", "one"u8.ToArray()));
        Assert.True(await second.AppendAsync("b", "two"u8.ToArray()));

        // While both processes live, a third one gets none of their messages.
        Assert.Empty(Make().Open());
        first.Dispose();
        second.Dispose();
        _journals[2].Dispose();

        Assert.Equal(["a", "b"], Make().Open().Select(line => line.Id).Order());
        Assert.Equal(2, JournalContent.ReadFile(Own).Lines.Count);
        Assert.False(File.Exists(Own.Replace("-0", "-1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_the_gateways_own_user_can_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var inside = Path.Combine(_folder, "new");
        var journal = Make(inside);
        journal.Open();
        await journal.AppendAsync("a", "one"u8.ToArray());

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inside));
        foreach (var file in Directory.GetFiles(inside))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Where_it_cannot_write_it_says_so_once_and_keeps_nothing()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var journal = Make(Path.Combine(file, "inside"));

        Assert.Empty(journal.Open());

        Assert.False(await journal.AppendAsync("a", "one"u8.ToArray()));
        Assert.False(await journal.AppendAsync("b", "one"u8.ToArray()));
        Assert.Equal((0, false), (journal.Count, journal.IsOn));
        Assert.StartsWith("Warning Unusable", Assert.Single(_logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_folder_it_is_silent()
    {
        var journal = Make("");

        Assert.Empty(journal.Open());
        Assert.False(await journal.AppendAsync("a", "one"u8.ToArray()));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public void A_file_that_is_full_takes_no_more_until_something_is_over()
    {
        var content = new byte[300];
        using var file = new JournalFile(Own, [], longest: 2000);
        for (var number = 0; number < 4; number++)
        {
            Assert.True(file.Write([new JournalLine($"m{number}", content)]));
        }

        Assert.False(file.Write([new JournalLine("m4", content)]));
        Assert.False(file.Write([new JournalLine("m5", content)]));

        // Lines that end a message are written even to a full file. Otherwise it would stay full.
        Assert.True(file.Write([new JournalLine("m0", null), new JournalLine("m1", null), new JournalLine("m2", null)]));
        Assert.True(file.Write([new JournalLine("m4", content)]));
        Assert.Equal(["m3", "m4"], JournalContent.ReadFile(Own).Lines.Select(line => line.Id));
        Assert.True(new FileInfo(Own).Length <= 2000);
    }

    [Fact]
    public async Task What_finds_no_room_is_not_kept_and_what_was_kept_before_stays()
    {
        var journal = Make(longest: 500);
        journal.Open();
        Assert.True(await journal.AppendAsync("a", "one"u8.ToArray()));

        Assert.False(await journal.AppendAsync("b", new byte[600]));

        Assert.Equal((true, false), (journal.Has("a"), journal.Has("b")));
        Assert.Equal("a", Assert.Single(JournalContent.ReadFile(Own).Lines).Id);
        Assert.Single(_logs.Lines, line => line.StartsWith("Error NotWritten", StringComparison.Ordinal));
        Assert.True(await journal.AppendAsync("c", "two"u8.ToArray()));
    }

    [Fact]
    public void A_disk_that_was_full_in_the_middle_of_a_line_spoils_no_other()
    {
        var room = 150;
        using var file = new JournalFile(Own, [], JournalFile.Longest, path => new FullDisk(path, () => room));
        Assert.True(file.Write([new JournalLine("a", new byte[30])]));
        Assert.Throws<IOException>(() => file.Write([new JournalLine("b", new byte[300])]));
        Assert.Equal(["a"], JournalContent.ReadFile(Own).Lines.Select(line => line.Id));

        room = 10_000;
        Assert.True(file.Write([new JournalLine("c", new byte[30])]));

        Assert.Equal(["a", "c"], JournalContent.ReadFile(Own).Lines.Select(line => line.Id));
    }

    private static string TextOf(JournalLine line) => Encoding.UTF8.GetString(line.Content!.Value.Span);

    private MessageJournal Make(string? folder = null, long longest = JournalFile.Longest)
    {
        var journal = new MessageJournal(
            new JournalFolder(folder ?? _folder, longest),
            _provider.GetRequiredService<IMeterFactory>(),
            TimeProvider.System,
            _provider.GetRequiredService<ILogger<MessageJournal>>());
        _journals.Add(journal);
        return journal;
    }

    /// <summary>A file on a disk with room for a given number of bytes.</summary>
    private sealed class FullDisk(string path, Func<int> room)
        : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            var fitting = (int)Math.Min(count, room() - Position);
            base.Write(buffer, offset, fitting);
            if (fitting < count)
            {
                throw new IOException("No space left on device.");
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
