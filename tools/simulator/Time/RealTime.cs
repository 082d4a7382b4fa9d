// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;

namespace Simulator.Time
{
    /// <summary>The PC's own time.</summary>
    public sealed class RealTime : SimulatedTime
    {
        private readonly object _gate = new();

        public override long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        public override bool WaitUntil(Func<bool> condition, long timeoutMilliseconds)
        {
            long deadline = timeoutMilliseconds < 0 ? long.MaxValue : Environment.TickCount64 + timeoutMilliseconds;
            lock (_gate)
            {
                while (!condition())
                {
                    long left = deadline - Environment.TickCount64;
                    if (left <= 0)
                    {
                        return false;
                    }

                    Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
                }

                return true;
            }
        }

        public override void Changed()
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }

        public override void Schedule(long delayMilliseconds, Action action)
        {
            Timer timer = null;
            timer = new Timer(
                _ =>
                {
                    action();
                    Changed();
                    timer?.Dispose();
                },
                null,
                Timeout.Infinite,
                Timeout.Infinite);
            timer.Change(delayMilliseconds, Timeout.Infinite);
        }

        public override void Start(Action body)
        {
            new Thread(() => body()) { IsBackground = true }.Start();
        }
    }
}
