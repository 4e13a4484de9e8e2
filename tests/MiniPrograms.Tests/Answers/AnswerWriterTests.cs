using System.Text;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.MiniPrograms.Tests.Answers;

public sealed class AnswerWriterTests
{
    [Fact]
    public void Answers_are_in_mpapis_envelope_with_plain_messages()
    {
        Assert.Equal("""{"status":0,"message":"成功"}""", JsonOf(LoginAnswer.Success));
        Assert.Equal("""{"status":0,"data":{"a":1}}""", JsonOf(LoginAnswer.Of(json => json.WriteNumber("a", 1))));
        Assert.Equal("""{"status":3,"message":"\"x\" is wrong"}""", JsonOf(LoginAnswer.Invalid("\"x\" is wrong")));
        Assert.Equal("""{"status":10002,"message":"blocked","errcode":40226}""", JsonOf(LoginAnswer.Failed("blocked", 40226)));
        Assert.Equal((10000, 10001), ((int)LoginAnswer.NoSuchApp.Status, (int)LoginAnswer.NotLoggedIn.Status));
    }

    [Fact]
    public async Task Real_statuses_are_for_what_is_not_the_applications()
    {
        Assert.Equal((200, null), await SendAsync(LoginAnswer.NotLoggedIn));
        Assert.Equal((413, null), await SendAsync(LoginAnswer.TooLarge));
        Assert.Equal((429, "1"), await SendAsync(LoginAnswer.TooMany(TimeSpan.Zero)));
        Assert.Equal((503, "10"), await SendAsync(LoginAnswer.Unavailable(TimeSpan.FromSeconds(9.5))));
        Assert.Equal((429, "60"), await SendAsync(LoginAnswer.Of(new WeChatError(45011, ErrorClass.Throttled, "too often"))));
        Assert.Equal((200, null), await SendAsync(LoginAnswer.Of(new WeChatError(null, ErrorClass.Busy, "away"))));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("""{"a":1}""", true)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("null", false)]
    public async Task A_body_is_an_object_or_nothing(string body, bool isRead)
    {
        var (fields, refused) = await ReadAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(isRead, fields is not null);
        Assert.Equal(isRead ? null : LoginStatus.InvalidParameter, refused?.Status);
    }

    [Fact]
    public async Task A_body_that_is_too_deep_or_too_large_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 1000)) + "1" + new string('}', 1000);

        Assert.Equal(LoginStatus.InvalidParameter, (await ReadAsync(Encoding.UTF8.GetBytes(deep))).Refused!.Status);
        Assert.Same(LoginAnswer.TooLarge, (await ReadAsync(new byte[LoginBody.Largest + 1])).Refused);
    }

    private static async Task<(JsonFieldsOrNot? Fields, LoginAnswer? Refused)> ReadAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        var (fields, refused) = await LoginBody.ReadAsync(context.Request, TestContext.Current.CancellationToken);
        return (fields is null ? null : new JsonFieldsOrNot(), refused);
    }

    private static string JsonOf(LoginAnswer answer) => Encoding.UTF8.GetString(AnswerWriter.ToJson(answer).Span);

    private static async Task<(int Status, string? RetryAfter)> SendAsync(LoginAnswer answer)
    {
        var context = new DefaultHttpContext();
        await AnswerWriter.WriteAsync(context, answer);
        return (context.Response.StatusCode, (string?)context.Response.Headers.RetryAfter);
    }

    private sealed record JsonFieldsOrNot;
}
