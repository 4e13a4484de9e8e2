using System.Globalization;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Prints a push and its answer for people.</summary>
internal sealed class PushReport(TextWriter output, TextWriter error)
{
    public void Write(UrlVerification verification)
    {
        var verdict = verification.IsExact ? "the echostr came back exactly" : "not verified";
        output.WriteLine($"GET   {verification.Url}");
        output.WriteLine($"      {Describe(verification.Status)}   {verdict}");
        output.WriteLine();
        WriteProblem(verification.Problem);
    }

    public void Write(PushResult result, PushIdentity identity)
    {
        output.WriteLine($"POST  {result.Deliveries[0].Url}");
        output.WriteLine($"      {identity.Encryption.ToString().ToLowerInvariant()} mode");
        WriteBlock("Pushed", result.Message);
        output.WriteLine();
        WriteDeliveries(result.Deliveries);
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
        output.WriteLine(result.ErrorShown is { } shown ? $"The user sees: {shown}" : "WeChat needs a result object and retries.");
        WriteProblem(result.Last.Problem);
    }

    private void WriteDeliveries(IReadOnlyList<Delivery> deliveries)
    {
        var isSpread = deliveries.Select(delivery => delivery.Url.Authority).Distinct().Skip(1).Any();
        foreach (var (index, delivery) in deliveries.Index())
        {
            var seconds = delivery.Elapsed.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
            var line = $"Delivery {index + 1}   {Describe(delivery.Status),-3}   {seconds} s   {Describe(delivery.Outcome)}";
            output.WriteLine(isSpread ? $"{line}   {delivery.Url.Authority}" : line);
        }
    }

    private static string Describe(int? status) => status?.ToString(CultureInfo.InvariantCulture) ?? "—";

    private static string Describe(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Answered => "answered",
        DeliveryOutcome.TimedOut => "timeout, connection dropped",
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
        var title = reply.IsObject ? "Result object, which no user sees" : "Reply";
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
