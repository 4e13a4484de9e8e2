using System.Text.Json;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Accounts;

public sealed class AppSecretTests
{
    [Fact]
    public void A_secret_shows_itself_to_nobody_who_does_not_ask_by_name()
    {
        Assert.True(AppSecret.TryParse("hunter2", out var secret));

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("hunter2", Some.Account(secret: "hunter2").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", JsonSerializer.Serialize(Some.Account(secret: "hunter2")), StringComparison.Ordinal);
        Assert.Equal("hunter2", secret.Reveal());
        Assert.False(secret.IsEmpty);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_secret_means_that_there_is_none(string? text)
    {
        Assert.True(AppSecret.TryParse(text, out var secret));
        Assert.True(secret.IsEmpty);
        Assert.Equal(default, secret);
        Assert.Equal("", secret.Reveal());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("hunter2 ")]
    [InlineData("hunter2\r")]
    public void A_secret_copied_with_a_space_is_refused(string text) => Assert.False(AppSecret.TryParse(text, out _));
}
