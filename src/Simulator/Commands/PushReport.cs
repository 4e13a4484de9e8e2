using System.Globalization;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Replies;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Lays a push and its answer out for people.</summary>
internal sealed class PushReport(TextWriter output, TextWriter error)
{
    public void Write(UrlVerification verification)
    {
        output.WriteLine($"GET   {verification.Url}");
        output.WriteLine($"      {verification.Status?.ToString(CultureInfo.InvariantCulture) ?? "—"}   {(verification.IsExact ? "the echostr came back exactly" : "not verified")}");
        output.WriteLine();
        WriteProblem(verification.Problem);
    }

    public void Write(PushResult result, PushIdentity identity)
    {
        output.WriteLine($"POST  {result.Deliveries[0].Url}");
        output.WriteLine($"      {identity.Encryption.ToString().ToLowerInvariant()} mode");
        WriteBlock("Pushed", result.Message);
        output.WriteLine();
        var isSpread = result.Deliveries.Select(delivery => delivery.Url.Authority).Distinct().Skip(1).Any();
        foreach (var (index, delivery) in result.Deliveries.Index())
        {
            var status = delivery.Status?.ToString(CultureInfo.InvariantCulture) ?? "—";
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"Delivery {index + 1}   {status,-3}   {delivery.Elapsed.TotalSeconds:0.000} s   {Describe(delivery.Outcome)}");
            output.WriteLine(isSpread ? $"{line}   {delivery.Url.Authority}" : line);
        }

        if (result.Reply is { } reply)
        {
            Write(reply);
            return;
        }

        if (result.Last.Body.Length > 0)
        {
            WriteBlock("Answer", result.Last.Body);
        }

        output.WriteLine();
        output.WriteLine(result.ErrorShown is { } shown ? $"The user sees: {shown}" : "WeChat waits for its object, and comes again.");
        WriteProblem(result.Last.Problem);
    }

    private static string Describe(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Answered => "answered",
        DeliveryOutcome.TimedOut => "no answer in time, connection dropped",
        DeliveryOutcome.Unreachable => "no connection",
        DeliveryOutcome.Refused => "refused",
        _ => "malformed answer",
    };

    private void Write(SimulatedReply reply)
    {
        if (reply.IsSilent)
        {
            output.WriteLine();
            output.WriteLine(reply.Text.Length == 0 ? "Reply: empty; the user sees nothing." : "Reply: success; the user sees nothing.");
            return;
        }

        var width = reply.Fields.Keys.Max(path => path.Length);
        var lines = reply.Fields.Select(field => $"{field.Key.PadRight(width)}  {field.Value}");
        var title = reply.IsObject ? "Reply for WeChat itself, which no user sees" : "Reply";
        WriteBlock(reply.IsSealed ? $"{title} (encrypted, opened)" : title, string.Join('\n', lines));
        if (reply.Notice is { } notice)
        {
            output.WriteLine();
            output.WriteLine(notice);
        }
    }

    private void WriteBlock(string title, string text)
    {
        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            output.WriteLine($"  {line}");
        }
    }

    private void WriteProblem(string? problem)
    {
        if (problem is not null)
        {
            error.WriteLine(problem);
        }
    }
}
