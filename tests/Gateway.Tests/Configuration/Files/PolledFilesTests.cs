using Microsoft.Extensions.FileProviders.Physical;
using WxYarpGateway.Gateway.Configuration.Files;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Configuration.Files;

public sealed class PolledFilesTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Workplace _workplace = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public void A_changed_file_is_told_once_within_a_second()
    {
        _workplace.Write("a.json", "1");
        using var files = Files();
        var token = files.Watch("a.json");
        var told = 0;
        token.RegisterChangeCallback(_ => told++, null);
        _clock.Advance(Second);
        Assert.False(token.HasChanged);

        _workplace.Write("a.json", "22");
        _clock.Advance(Second);
        _clock.Advance(Second);

        Assert.True(token.HasChanged);
        Assert.Equal(1, told);
    }

    [Fact]
    public void A_change_that_keeps_the_length_is_told()
    {
        var path = _workplace.Write("a.json", "1");
        using var files = Files();
        var token = files.Watch("a.json");

        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMilliseconds(-5));
        _clock.Advance(Second);

        Assert.True(token.HasChanged);
    }

    [Fact]
    public void Coming_and_going_is_told()
    {
        using var files = Files();
        var token = files.Watch("a.json");
        _workplace.Write("a.json", "1");
        _clock.Advance(Second);
        Assert.True(token.HasChanged);

        token = files.Watch("a.json");
        File.Delete(Path.Combine(_workplace.Folder, "a.json"));
        _clock.Advance(Second);
        Assert.True(token.HasChanged);
    }

    [Fact]
    public void Other_files_are_not_told()
    {
        _workplace.Write("a.json", "1");
        using var files = Files();
        var token = files.Watch("a.json");

        _workplace.Write("b.json", "1");
        _clock.Advance(Second);

        Assert.False(token.HasChanged);
    }

    [Fact]
    public void The_whole_folder_can_be_watched()
    {
        _workplace.Write("a", "1");
        using var files = Files();
        var token = files.Watch("*");
        _workplace.Write("b", "1");
        _clock.Advance(Second);
        Assert.True(token.HasChanged);

        token = files.Watch("*");
        _workplace.Write("a", "22");
        _clock.Advance(Second);
        Assert.True(token.HasChanged);

        token = files.Watch("*");
        _clock.Advance(Second);
        Assert.False(token.HasChanged);
    }

    [Fact]
    public async Task A_swap_of_the_folder_that_a_link_leads_through_is_told()
    {
        // As a Kubernetes volume is laid out: gateway.json -> ..data/gateway.json, ..data -> ..1.
        _workplace.Write("..1/gateway.json", "1");
        File.SetLastWriteTimeUtc(Path.Combine(_workplace.Folder, "..1/gateway.json"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _workplace.Write("..2/gateway.json", "2");
        Directory.CreateSymbolicLink(Path.Combine(_workplace.Folder, "..data"), "..1");
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "gateway.json"), "..data/gateway.json");
        using var files = Files();
        var token = files.Watch("gateway.json");
        _clock.Advance(Second);
        Assert.False(token.HasChanged);

        await _workplace.SwapLinkAsync("..data", "..2");
        _clock.Advance(Second);

        Assert.True(token.HasChanged);
        using var reader = new StreamReader(files.GetFileInfo("gateway.json").CreateReadStream());
        Assert.Equal("2", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Links_that_lead_nowhere_are_borne()
    {
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "b"), "a");
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "c"), "nowhere");
        using var files = Files();
        var one = files.Watch("a");
        var all = files.Watch("*");

        _clock.Advance(Second);

        Assert.False(one.HasChanged);
        Assert.False(all.HasChanged);
    }

    [Fact]
    public void A_reader_that_failed_is_told_again()
    {
        _workplace.Write("a.json", "1");
        using var files = Files();
        var token = files.Watch("a.json");
        var next = token;
        token.RegisterChangeCallback(
            _ =>
            {
                next = files.Watch("a.json");
                throw new IOException("The file was changed while it was read.");
            },
            null);
        _workplace.Write("a.json", "22");
        _clock.Advance(Second);
        Assert.NotSame(token, next);

        _clock.Advance(Second);

        Assert.True(next.HasChanged);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_fails_where_it_is_read()
    {
        // A link to itself exists, and cannot be opened, even by root.
        _workplace.Write("a.json", "1");
        using var files = Files();
        var file = files.GetFileInfo("a.json");
        File.Delete(Path.Combine(_workplace.Folder, "a.json"));
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "a.json"), "a.json");

        using var content = file.CreateReadStream();

        Assert.Throws<IOException>(() => content.ReadByte());
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_files()
    {
        using var files = new PolledFiles(Path.Combine(_workplace.Folder, "nowhere"), ExclusionFilters.None, _clock);

        Assert.False(files.GetFileInfo("a.json").Exists);
        Assert.False(files.Watch("a.json").HasChanged);
        Assert.False(files.Watch("*").HasChanged);
    }

    private PolledFiles Files() => new(_workplace.Folder, ExclusionFilters.None, _clock);
}
