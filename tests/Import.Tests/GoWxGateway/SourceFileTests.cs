using System.Text;
using WxYarpGateway.Import.GoWxGateway;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class SourceFileTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("{}", false)]
    [InlineData("  {}  \r\n\t", false)]
    [InlineData("{} trailing", true)]
    [InlineData("{}{}", true)]
    [InlineData("\ufeff{}", false)]
    public async Task The_first_value_counts(string content, bool hasMore)
    {
        var (file, problem) = await ReadAsync(Encoding.UTF8.GetBytes(content));

        Assert.Null(problem);
        Assert.Equal((hasMore, "conf.json"), (file!.HasMore, file.Name));
    }

    [Fact]
    public async Task A_file_of_a_windows_editor_is_read()
        => Assert.NotNull((await ReadAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{\"店\":1}")])).File);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("   ", 1, 4)]
    [InlineData("{\n  \"a\": 1,,\n}", 2, 10)]
    [InlineData("{\n  \"店铺\": x\n}", 2, 9)]
    [InlineData("{ \"a\": \"not closed\n", 1, 19)]
    [InlineData("{\n  \"a\": \"very-secret\" \"b\"\n}", 2, 22)]
    [InlineData("// a comment\n{}", 1, 1)]
    public async Task What_is_not_json_is_told_with_its_place_and_nothing_of_its_content(string content, int line, int character)
    {
        var (_, problem) = await ReadAsync(Encoding.UTF8.GetBytes(content));

        var path = Path.Combine(_workplace.Folder, "conf.json");
        Assert.Equal($"{path} is not JSON that can be read: look at line {line}, character {character}, or shortly before.", problem);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task What_is_no_object_is_told(string content)
    {
        var (_, problem) = await ReadAsync(Encoding.UTF8.GetBytes(content));

        Assert.EndsWith("is not the configuration of go-wx-gateway: it holds no JSON object.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deep_json_is_told_in_a_sentence()
    {
        var deep = "{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        var (_, problem) = await ReadAsync(Encoding.UTF8.GetBytes(deep));

        Assert.Contains(" is not JSON that can be read: look at line 1, ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_much_too_large_is_not_read_to_its_end()
    {
        var (file, problem) = await SourceFile.ReadAsync("/dev/zero", TestContext.Current.CancellationToken);

        Assert.Null(file);
        Assert.Equal("/dev/zero has more than 32 MiB, so it is hardly the configuration of go-wx-gateway.", problem);
    }

    [Fact]
    public async Task A_folder_and_a_file_that_is_not_there_are_told_in_a_sentence()
    {
        Assert.Equal(
            $"{_workplace.Folder} is a folder; name the configuration file of go-wx-gateway.",
            (await SourceFile.ReadAsync(_workplace.Folder, TestContext.Current.CancellationToken)).Problem);
        Assert.StartsWith(
            "/no/such/file.json cannot be read: Could not find",
            (await SourceFile.ReadAsync("/no/such/file.json", TestContext.Current.CancellationToken)).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\uded2"}""", "🛒")]
    [InlineData("""{"a":"\ud83dx"}""", "\ufffdx")]
    [InlineData("""{"a":"\uDED2"}""", "\ufffd")]
    [InlineData("""{"a":"\ud83d\ud83d\uded2"}""", "\ufffd🛒")]
    [InlineData("""{"a":"\\ud83d"}""", "\\ud83d")]
    public async Task Half_a_character_is_replaced_as_go_replaces_it(string content, string value)
        => Assert.Equal(value, (await ReadAsync(Encoding.UTF8.GetBytes(content))).File!.Root.GetProperty("a").GetString());

    [Fact]
    public async Task Bytes_that_are_no_text_are_replaced_as_go_replaces_them()
        => Assert.Equal("\ufffd", (await ReadAsync([.. "{\"a\":\""u8, 0xff, .. "\"}"u8])).File!.Root.GetProperty("a").GetString());

    private async Task<(SourceFile? File, string? Problem)> ReadAsync(byte[] content)
    {
        var path = Path.Combine(_workplace.Folder, "conf.json");
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        return await SourceFile.ReadAsync(path, TestContext.Current.CancellationToken);
    }
}
