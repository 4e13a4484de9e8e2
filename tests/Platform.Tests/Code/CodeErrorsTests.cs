using WxYarpGateway.Platform.Code;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Platform.Tests.Code;

/// <summary>What errors mean, and that the documentation says the same.</summary>
public sealed class CodeErrorsTests
{
    [Fact]
    public void Every_error_has_two_sentences()
    {
        Assert.All(CodeErrors.All, error =>
        {
            Assert.EndsWith(".", error.Sentence, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Cure, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_number_means_what_it_means_at_its_call()
    {
        Assert.Contains("minute", CodeErrors.Find(CodeCalls.ReleaseQrCode, 45009)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("daily", CodeErrors.Find(CodeCalls.Commit, 45009)!.Sentence, StringComparison.Ordinal);
        Assert.Contains("already", CodeErrors.Find(CodeCalls.Release, CodeErrors.AlreadyReleased)!.Sentence, StringComparison.Ordinal);
        Assert.Null(CodeErrors.Find(CodeCalls.Commit, CodeErrors.AlreadyReleased));
        Assert.Null(CodeErrors.Find(CodeCalls.Commit, 1));
        Assert.Null(CodeErrors.Find(CodeCalls.Commit, null));
    }

    [Theory]
    [InlineData("submit", 85009, 85023, 85085, 85086, 61039, 61040, 86002)]
    [InlineData("release", 85019, 85020, 85052, 44002)]
    [InlineData("gray-release", 85079, 85080, 85081, 85082)]
    [InlineData("rollback", 87011, 87012)]
    [InlineData("undo", 87013)]
    [InlineData("audit", 85058)]
    [InlineData("privacy-check", 61039, 43001, 43002, 61007, 48001)]
    [InlineData("set-privacy", 86074)]
    public void The_errors_of_a_call_are_known(string call, params int[] codes) =>
        Assert.All(codes, code => Assert.NotNull(CodeErrors.Find(CodeCalls.All.Single(known => known.Name == call), code)));

    [Fact]
    public void The_documentation_has_the_table()
    {
        var rows = CodeErrors.All.Select(error => $"| {error.Call?.Name ?? "any"} | {error.ErrorCode} | {error.Sentence} | {error.Cure} |");
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "releases.md"));
        var written = page.Split('\n').Select(line => line.TrimEnd()).ToHashSet();

        Assert.Equal([], rows.Where(row => !written.Contains(row)));
    }
}
