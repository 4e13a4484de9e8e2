using System.Runtime.ExceptionServices;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Builds the pipeline: the transforms in their order, then the backend. It is built once and runs for every push.</summary>
internal static class MessagePipeline
{
    /// <summary>Returns the whole pipeline as one delegate.</summary>
    public static MessageDelegate Build(IEnumerable<IMessageTransform> transforms, MessageDelegate backend)
    {
        var pipeline = backend;
        Step[] together = [];
        foreach (var transform in transforms.Reverse())
        {
            var next = pipeline;
            if (transform is TwoWayTransform twoWay)
            {
                Step[] steps = [new(twoWay, next), .. together];
                together = steps;
                pipeline = (message, cancellationToken) => InvokeAsync(steps, message, cancellationToken);
            }
            else
            {
                together = [];
                pipeline = (message, cancellationToken) => transform.InvokeAsync(message, next, cancellationToken);
            }
        }

        return pipeline;
    }

    /// <summary>Runs neighbouring transforms, and what follows the last of them.</summary>
    public static async ValueTask<Reply> InvokeAsync(Step[] steps, MessageContext message, CancellationToken cancellationToken)
    {
        var passed = 0;
        ValueTask<Reply> failed;
        try
        {
            Reply? reply = null;
            while (passed < steps.Length
                && (reply = await steps[passed].Transform.ReceiveAsync(message, steps[passed].Next, cancellationToken)) is null)
            {
                passed++;
            }

            reply ??= await steps[^1].Next(message, cancellationToken);
            while (passed > 0)
            {
                reply = await steps[--passed].Transform.SendAsync(message, reply);
            }

            return reply;
        }
        catch (Exception exception) when (passed > 0)
        {
            failed = FailAsync(steps, passed, message, exception);
        }

        return await failed;
    }

    /// <summary>Tells the transforms that the message has passed; throws the exception on, or what one of them throws instead.</summary>
    private static async ValueTask<Reply> FailAsync(Step[] steps, int passed, MessageContext message, Exception exception)
    {
        while (passed > 0)
        {
            try
            {
                await steps[--passed].Transform.FailAsync(message, exception);
            }
            catch (Exception another)
            {
                exception = another;
            }
        }

        ExceptionDispatchInfo.Throw(exception);
        return null!;
    }

    /// <summary>A transform, and all that follows it.</summary>
    internal readonly record struct Step(TwoWayTransform Transform, MessageDelegate Next);
}
