namespace WxYarpGateway.Transforms.Pipeline.Telemetry;

/// <summary>Is told of every push that a service took, when its answer is decided. Register implementations as singletons.</summary>
/// <remarks>Refused pushes and URL checks have no message that could be trusted, so they are not told.</remarks>
public interface IPushObserver
{
    /// <summary>Gets a value indicating whether the times of steps are read. It is asked once for each push.</summary>
    /// <value>The default is <see langword="false"/>: they are not taken.</value>
    bool ReadsSteps => false;

    /// <summary>Takes note of a push. The push waits for it, so it must neither block nor throw.</summary>
    /// <param name="push">The push.</param>
    void Ended(in EndedPush push);
}
