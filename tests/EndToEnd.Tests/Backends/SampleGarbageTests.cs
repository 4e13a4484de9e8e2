using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>Whatever somebody sends to the sample bot, the next one is served.</summary>
[Collection<SharedSampleStage>]
public sealed class SampleGarbageTests(SampleStage stage)
{
    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task Garbage_is_refused_and_does_no_harm(string language)
    {
        string[] noJson = ["", "{", "hello", """{"Content":"hi" """, new('[', 200_000)];

        foreach (var path in new[] { "/msg/text", "/event/subscribe", "/oauth" })
        {
            foreach (var body in noJson)
            {
                Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(language, path, Encoding.UTF8.GetBytes(body)));
            }
        }

        await StillAnswersAsync(language);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task JSON_that_no_gateway_sends_does_no_harm(string language)
    {
        string[] odd = ["null", "5", "[]", "{}", "\"x\"", """{"userInfo":"x"}""", """{"openId":{},"userInfo":{"nickname":{"toString":1}}}""", """{"openId":"o","userInfo":{"nickname":"\ud800"}}"""];

        foreach (var path in new[] { "/", "/msg/text", "/event/CLICK", "/event/subscribe", "/oauth", "/oauth/../x?y=%00" })
        {
            foreach (var body in odd)
            {
                // Refused, dropped or answered somehow: all that counts is that the next one is served.
                await StatusAsync(language, path, Encoding.UTF8.GetBytes(body));
            }

            await StatusAsync(language, path, [(byte)'"', 0xFF, 0xFE, 0xC0, (byte)'"']);
        }

        await StillAnswersAsync(language);
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_body_without_end_is_cut_off(string language)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, stage[language].Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            "POST /msg/text HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n"u8.ToArray(),
                TestContext.Current.CancellationToken);

        var sent = await SendUntilCutOffAsync(stream, TestContext.Current.CancellationToken);

        // What the sockets of both sides hold is on its way before the sender notices.
        Assert.True(sent < 64 * 1024 * 1024, $"It took {sent} bytes.");
        await StillAnswersAsync(language);
    }

    private static async Task<long> SendUntilCutOffAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var spaces = new byte[64 * 1024];
        Array.Fill(spaces, (byte)' ');
        var sent = 0L;
        try
        {
            for (; sent < 1024 * 1024 * 1024; sent += spaces.Length)
            {
                await stream.WriteAsync(spaces, cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            }
        }
        catch (IOException)
        {
            // This is the cut.
        }

        return sent;
    }

    /// <summary>Returns the status of the answer, or <see langword="null"/> when the connection was dropped.</summary>
    private async Task<HttpStatusCode?> StatusAsync(string language, string path, byte[] body)
    {
        try
        {
            using var response = await stage[language].PostAsync(path, body, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task StillAnswersAsync(string language)
    {
        using var response = await stage[language].PostAsync("/msg/text", """{"Content":"still there?"}""", TestContext.Current.CancellationToken);

        Assert.Contains("You said: still there?", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.False(stage[language].HasExited);
    }
}
