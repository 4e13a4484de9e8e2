using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>Mini program codes, as phones get them.</summary>
public sealed class ProgramCodeTests
{
    private const string Make = "/wxa/getwxacodeunlimit";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_comes_as_WeChat_made_it_and_equal_requests_ask_WeChat_once()
    {
        await using var rig = await LoginRig.StartAsync();
        MakesPictures(rig);
        var token = await rig.LogInAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a%3D1&width=430&page=pages/index", token: token)));
        using var other = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a%3D2", token: token);

        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal(Png, await answer.Content.ReadAsByteArrayAsync(Cancelled));
            Assert.Equal(answers[0].Headers.ETag, answer.Headers.ETag);
            answer.Dispose();
        }

        var calls = rig.WeChat.Script.Calls.Where(call => call.Path == Make).ToList();
        Assert.Equal(["""{"scene":"a=1","page":"pages/index","width":430}""", """{"scene":"a=2"}"""], calls.Select(call => call.Body));
    }

    [Fact]
    public async Task Whoever_has_the_picture_gets_304()
    {
        await using var rig = await LoginRig.StartAsync();
        MakesPictures(rig);
        var token = await rig.LogInAsync();
        using var first = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token);
        var tag = first.Headers.ETag!.ToString();

        using var same = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token, headers: ("If-None-Match", $"\"x\", {tag}"));
        using var another = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token, headers: ("If-None-Match", "\"x\""));
        using var hostile = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token, headers: ("If-None-Match", "\"x, W/"));
        using var head = await rig.SendAsync(HttpMethod.Head, "/wxcode?scene=a", token: token);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(HttpStatusCode.OK, another.StatusCode);
        Assert.Equal(HttpStatusCode.OK, hostile.StatusCode);
        Assert.Equal(Png.Length, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Nobody_gets_a_code_without_a_login_nor_for_another_app()
    {
        await using var rig = await LoginRig.StartAsync();
        MakesPictures(rig);
        var token = await rig.LogInAsync();

        using var anonymous = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a");
        using var other = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", LoginRig.OtherApp, token);

        Assert.Equal(10001, await LoginRig.StatusOf(anonymous));
        Assert.Equal(10001, await LoginRig.StatusOf(other));
        Assert.DoesNotContain(rig.WeChat.Script.Calls, call => call.Path == Make);
    }

    [Theory]
    [InlineData("""{"errcode":41030,"errmsg":"invalid page"}""", 41030, HttpStatusCode.OK)]
    [InlineData("""{"errcode":45009,"errmsg":"reach max api daily quota limit"}""", 45009, HttpStatusCode.TooManyRequests)]
    public async Task An_error_of_WeChats_is_JSON_and_is_not_remembered(string error, int errorCode, HttpStatusCode status)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.WeChat.Script.When(Make, (_, _) => Task.FromResult(Picture(Encoding.UTF8.GetBytes(error), "image/jpeg")));
        var token = await rig.LogInAsync();

        using var failed = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token);
        using var json = JsonDocument.Parse(await failed.Content.ReadAsStringAsync(Cancelled));
        MakesPictures(rig);
        using var made = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token);

        Assert.Equal(status, failed.StatusCode);
        Assert.Equal("application/json", failed.Content.Headers.ContentType!.MediaType);
        Assert.Equal(10002, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(errorCode, json.RootElement.GetProperty("errcode").GetInt32());
        Assert.Equal("image/png", made.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""")]
    public async Task An_answer_without_a_picture_is_an_error(string answer)
    {
        await using var rig = await LoginRig.StartAsync();
        rig.WeChat.Script.When(Make, answer);
        var token = await rig.LogInAsync();

        using var failed = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a", token: token);

        Assert.Equal(10002, await LoginRig.StatusOf(failed));
    }

    [Fact]
    public async Task What_WeChat_would_not_take_is_refused_here()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();

        using var answer = await rig.SendAsync(HttpMethod.Get, "/wxcode?scene=a&width=1281", token: token);

        Assert.Equal(3, await LoginRig.StatusOf(answer));
        Assert.DoesNotContain(rig.WeChat.Script.Calls, call => call.Path == Make);
    }

    private static void MakesPictures(LoginRig rig)
        => rig.WeChat.Script.When(Make, (_, _) => Task.FromResult(Picture(Png, "image/png")));

    private static HttpResponseMessage Picture(byte[] bytes, string type)
        => new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
}
