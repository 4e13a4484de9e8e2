namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>Is told of every push that a service took, when its answer is decided. Register implementations as singletons.</summary>
/// <remarks>Refused pushes and URL checks have no message that could be trusted, so they are not told.</remarks>
public interface IPushObserver
{
    /// <summary>Takes note of a push. The push waits for it, so it must neither block nor throw.</summary>
    /// <param name="push">The push.</param>
    void Ended(in EndedPush push);
}
