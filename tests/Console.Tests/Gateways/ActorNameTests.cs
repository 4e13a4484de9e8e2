using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Keys;
using WxYarpGateway.Console.Pieces;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Gateways;

/// <summary>The console says for whom it calls, in a form that every gateway takes.</summary>
public sealed class ActorNameTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("王小明", "%E7%8E%8B%E5%B0%8F%E6%98%8E")]
    [InlineData(" a\r\nb\u202E ", "ab")]
    [InlineData("\u200B", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void It_is_what_can_be_seen_of_the_name(string? name, string? header) => Assert.Equal(header, ActorName.Of(name));

    [Fact]
    public void It_has_64_characters_at_most_and_cuts_none()
    {
        Assert.Equal(new string('a', 64), ActorName.Of(new string('a', 100)));
        Assert.Equal(new string('a', 63), ActorName.Of(new string('a', 63) + "😀"));
    }

    [Fact]
    public async Task Whatever_changes_something_names_the_user_and_what_reads_names_nobody()
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        var actors = new List<string>();
        gateway.AnswerWith("/x", context =>
        {
            actors.Add(context.Request.Headers["X-WeChat-Actor"].ToString());
            return context.Response.WriteAsync("{}");
        });
        await using var context = new PageContext("Operator", "en", gateway.Url);
        var path = GatewayPath.Of("x");

        await context.Services.GetRequiredService<GatewayFleet>().GetAsync<Nothing>(path, TestContext.Current.CancellationToken);
        await context.Services.GetRequiredService<AuditedCalls>().SendAsync<Nothing>(new GatewayCall(HttpMethod.Post, path), "x.do", "x");

        Assert.Equal(["", "somebody"], actors);
    }
}
