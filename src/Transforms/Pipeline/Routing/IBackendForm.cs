namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>
/// Another form than the gateway's own JSON in which a backend gets messages and answers them, such as that of a gateway that it was
/// written for. Register it as a singleton.
/// </summary>
/// <remarks>Messages are kept for redeliveries as the gateway's own JSON; each call of the backend writes the form anew.</remarks>
public interface IBackendForm
{
    /// <summary>Gets the name by which a <see cref="MessageTarget"/> asks for it; case counts.</summary>
    string Name { get; }

    /// <summary>Returns the request's body. It may also add headers and a query to those that the request has.</summary>
    /// <param name="message">The message, whose body is the gateway's own JSON.</param>
    /// <param name="request">The request, with the headers that name the message.</param>
    ReadOnlyMemory<byte> Write(MessageContext message, HttpRequest request);

    /// <summary>Returns what the backend answered as a reply in the gateway's own JSON; empty for no reply.</summary>
    /// <param name="answer">The body of an answer with status 200.</param>
    ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> answer);
}
