namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Whether a platform gets tickets, and how its event URL answered them.</summary>
internal sealed class TicketPushing(bool isOn)
{
    private readonly Lock _gate = new();
    private int _wrongAnswers;

    public bool IsOn { get; private set; } = isOn;

    /// <summary>Turns the tickets on; returns whether they were off.</summary>
    public bool Start()
    {
        lock (_gate)
        {
            var wasOff = !IsOn;
            (IsOn, _wrongAnswers) = (true, 0);
            return wasOff;
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            IsOn = false;
        }
    }

    /// <summary>Counts an answer; too many wrong ones in a row turn the tickets off.</summary>
    public void Count(bool isRight, int wrongAnswersUntilSilence)
    {
        lock (_gate)
        {
            _wrongAnswers = isRight ? 0 : _wrongAnswers + 1;
            IsOn &= wrongAnswersUntilSilence == 0 || _wrongAnswers < wrongAnswersUntilSilence;
        }
    }
}
