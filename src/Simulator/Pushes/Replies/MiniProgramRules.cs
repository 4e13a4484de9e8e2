using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Checks the reply of a mini program, which may only hand the user over to customer service (PROTOCOL 1.6).</summary>
internal static class MiniProgramRules
{
    private const string Only = "transfer_customer_service";

    public static void Check(IReadOnlyDictionary<string, string> fields, RenderedMessage push)
    {
        if (fields.GetValueOrDefault("MsgType") is var type && type != Only)
        {
            throw new MalformedReplyException(
                $"A mini program may reply 'success', nothing, or a message of type '{Only}'; this is of type '{type}'. "
                + "Send it with the customer-service API.");
        }

        if (fields.Keys.Any(path => path.StartsWith("TransInfo", StringComparison.Ordinal)))
        {
            throw new MalformedReplyException($"A mini program's '{Only}' may not name an agent: leave 'TransInfo' out.");
        }

        ReplyRules.Check(fields, push);
    }
}
