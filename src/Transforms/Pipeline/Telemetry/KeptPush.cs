using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>What is kept of a push that has ended, to be read later: of the message no more than its sender and its body.</summary>
/// <remarks>The message itself would keep all that was needed to open and to answer it, several times as much memory.</remarks>
public readonly struct KeptPush
{
    private readonly UserHash? _hash;
    private readonly string? _user;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly PushSteps? _steps;

    internal KeptPush(MessageContext message)
    {
        _hash = message.Service.UserHash;
        _user = message.FromUserName;
        _body = message.Body;
        _steps = message.Steps;
    }

    /// <summary>Returns the user's hash, as traces have it; empty when the message has no sender.</summary>
    public string HashUser() => _user is { Length: > 0 } ? _hash!.Of(_user) : "";

    /// <summary>Returns a copy of the message as JSON, as it went to the backend.</summary>
    /// <remarks>
    /// It throws, or returns less than the message, when the push ended at its deadline while another thread changed the message.
    /// </remarks>
    public ReadOnlyMemory<byte> CopyBody() => MessageContext.CopyJson(_body);

    /// <summary>Returns the steps of the push in their order; empty when no observer reads them.</summary>
    public IReadOnlyList<PushStep> GetSteps() => _steps?.Read() ?? [];
}
