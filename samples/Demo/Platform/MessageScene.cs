using System.Text.Json;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Demo.Platform;

/// <summary>A message to the shop: one rule archives a copy of it, the next one has the bot answer.</summary>
internal static class MessageScene
{
    private const string Text = "今天营业吗？ 😀";

    public static async Task<Verdict> PlayAsync(PlatformStage stage, PlatformScreen screen, CancellationToken cancellationToken)
    {
        const string Trial = "/rules/test";
        var subject = new { appid = SimulatedConsole.Shop, msgType = "text" };
        var trial = await stage.AskAsync(Trial, subject, cancellationToken);
        screen.ShowQuestion("POST", $"{PlatformStage.PathOf(Trial)}   {JsonSerializer.Serialize(subject)}", trial);

        var result = await stage.WeChat.PushAsync(SimulatedConsole.Shop, PushedMessage.Text(Text), cancellationToken);
        screen.ShowPush(result);
        if (stage.Bot.Hops.TryRead(out var answer))
        {
            screen.ShowHop(answer);
        }

        screen.ShowReply(result);
        if (result.Reply is not { IsSealed: true, MsgType: "text" } reply || reply["Content"] != $"You said: {Text}")
        {
            return Verdict.Wrong("the customer did not get the bot's answer.");
        }

        var copy = await stage.Crm.Hops.ReadAsync(cancellationToken);
        screen.ShowHop(copy);
        return copy.Path != $"/archive/{SimulatedConsole.Shop}" ? Verdict.Wrong("the copy went to another path.")
            : ContentOf(copy.Request) != Text ? Verdict.Wrong("the copy is another message.")
            : Verdict.Right("'answers' had the bot reply, 'archive' sent a copy to the crm on its own");
    }

    private static string? ContentOf(string message) => JsonDocument.Parse(message).RootElement.GetProperty("Content").GetString();
}
