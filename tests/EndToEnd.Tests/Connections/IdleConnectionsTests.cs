using System.Globalization;
using System.Net.Sockets;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Connections;

/// <summary>
/// As many connections as one address of the gateway takes, all but a few of them idle or stuck in a request that they never finish.
/// </summary>
public sealed class IdleConnectionsTests : IDisposable
{
    // One address takes 10,000; the rest is for pushes.
    private const int Idle = 9_900;
    private const int Pushes = 20;

    // Measured: 11 KB, half of them idle and half in the middle of their headers.
    private const double MostKilobytesEach = 32;

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Ten_thousand_idle_connections_cost_some_kilobytes_each_and_no_push_its_answer()
    {
        var cancelled = TestContext.Current.CancellationToken;
        var file = _workplace.Write("gateway.json", """
            { "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "ShutdownDelay": "00:00:00",
                           "Services": { "shop": { "AppId": "wxshop", "Token": "token-shop", "MessagePath": "/wx" } } } }
            """);
        await using var gateway = Executable.Start("Gateway", _workplace.Folder, new Dictionary<string, string>
        {
            ["GATEWAY_CONFIG"] = file,
            ["Logging__LogLevel__WxYarpGateway.Transforms.Exchange"] = "Warning",
        });
        await gateway.PrintsAsync("Service 'shop' takes pushes", cancelled);
        var address = await gateway.ListensAsync(cancelled);
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), cancelled);
        weChat.AddAccount(new SimulatedAccount
        {
            AppId = "wxshop",
            AppSecret = "s",
            Token = "token-shop",
            Encryption = EncryptionMode.Plaintext,
            GatewayUrl = new Uri(address, "/wx")
        });
        await PushAsync(weChat);
        var before = gateway.ResidentBytes;

        var connections = new List<Socket>();
        for (var number = 0; number < Idle; number++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            connections.Add(socket);
            await socket.ConnectAsync(address.Host, address.Port, cancelled);
            if (number % 2 == 1)
            {
                await socket.SendAsync("POST /wx?signature=x HTTP/1.1\r\nHost: a\r\nX-"u8.ToArray(), cancelled);
            }
        }

        var slowest = await PushAsync(weChat);
        var each = (gateway.ResidentBytes - before) / 1024.0 / Idle;
        connections.ForEach(connection => connection.Dispose());

        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                    $"{each:F1} KB for each of {Idle} connections; the slowest of {Pushes} pushes beside them took " +
                        $"{slowest.TotalMilliseconds:F0} ms."));
        Assert.InRange(each, 0, MostKilobytesEach);
        await PushAsync(weChat);
        Assert.False(gateway.HasExited);
    }

    /// <summary>Returns how long the slowest push took; each was answered.</summary>
    private static async Task<TimeSpan> PushAsync(WeChatSimulator weChat)
    {
        var slowest = TimeSpan.Zero;
        for (var number = 0; number < Pushes; number++)
        {
            var result = await weChat.PushAsync(
                "wxshop", PushedMessage.Text("hi"), new PushOptions { MaxDeliveries = 1 }, TestContext.Current.CancellationToken);
            Assert.True(result.IsAnswered, result.Last.Problem);
            slowest = result.Last.Elapsed > slowest ? result.Last.Elapsed : slowest;
        }

        return slowest;
    }
}
