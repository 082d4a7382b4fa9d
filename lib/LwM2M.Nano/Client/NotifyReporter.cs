// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Sends what the instances of the Notify object ask for. Two paths are special: "dp" is LwM2M Send, so that a server
    /// that knows no Notify receives the values, and "rd" is a Registration Update, the one signal by which every LwM2M
    /// server understands that the device is ready to receive. What cannot be delivered is kept with its time.
    /// </summary>
    internal sealed class NotifyReporter : IExchangeOwner
    {
        // So long a refusal may take that comes for a report nobody acknowledges.
        private const int RefusalMilliseconds = 10000;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly long[] _one = new long[1];
        private NotifyInstance _awaited;
        private bool _hasFailed;

        internal NotifyReporter(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            Backlog = new Backlog(session, client);
        }

        /// <summary>What could not be delivered.</summary>
        internal Backlog Backlog { get; }

        /// <summary>Some report was not delivered, in this life.</summary>
        internal bool HasFailed
        {
            get { return _hasFailed || Backlog.HasFailed; }
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            NotifyInstance instance = _awaited;
            bool again = _session.Endpoint.LearnBlockSize(response);
            EndAwaited(response.IsSuccess);
            if (again)
            {
                Backlog.GoOn();
            }

            if (response.IsSuccess)
            {
                Settle(instance);
            }
            else
            {
                Doubt(instance, response.Code);
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            NotifyInstance instance = _awaited;
            if (!reset)
            {
                _session.Channel.OnSilence();
            }

            _client.Log("report not delivered");
            EndAwaited(false);
            if (reset && instance != null)
            {
                OnReset(instance);
            }
        }

        /// <summary>Keeps the values of what is under way or due: the device goes to sleep.</summary>
        internal void KeepUndelivered()
        {
            Backlog.Pause();
            if (_awaited != null)
            {
                _session.Endpoint.Abandon();
                EndAwaited(false);
            }

            NotifyObject notify = _client.Notify;
            long utc = _client.Clock.UtcMilliseconds;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                bool due = utc + SessionState.WakeToleranceMilliseconds >= instance.NextDue;
                if (IsMine(instance) && (due || instance.IsAsked))
                {
                    Keep(instance, utc);
                    instance.IsAsked = false;
                    if (due)
                    {
                        instance.Advance(utc + SessionState.WakeToleranceMilliseconds);
                    }
                }
            }
        }

        /// <summary>A Reset answers the report of an instance, by the name it was sent under.</summary>
        internal void OnReset(int sender)
        {
            NotifyObject notify = _client.Notify;
            NotifyInstance instance = notify == null ? null : notify.Find(-1 - sender);
            if (instance != null && IsMine(instance))
            {
                OnReset(instance);
            }
        }

        // A Reset stops the instance whose report it answers; where the server may only have forgotten the client it is asked first,
        // and the next one does.
        private void OnReset(NotifyInstance instance)
        {
            bool stops = instance.IsDoubted || !_session.WasSilent;
            _session.Registration.Doubt();
            instance.IsDoubted = true;
            if (stops)
            {
                _client.Log("notify " + instance.Id.ToString() + " stopped by reset");
                instance.IsStopped = true;
            }
            else
            {
                KeepUnsettled(instance);
            }
        }

        /// <summary>The server refused a report nobody acknowledges: one of those that went lately, or all of them.</summary>
        internal void OnRefused(CoapCode code)
        {
            NotifyObject notify = _client.Notify;
            bool any = false;
            long now = _client.Clock.Milliseconds;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                if (IsMine(instance) && instance.UnsettledSince > 0 && now - instance.UnsettledSince < RefusalMilliseconds)
                {
                    any = true;
                    KeepUnsettled(instance);
                    Doubt(instance, code);
                }
            }

            if (!any)
            {
                Doubt(null, code);
            }
        }

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            NotifyObject notify = _client.Notify;
            bool online = _session.Registration.IsRegistered;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                if (!IsMine(instance))
                {
                    continue;
                }

                long utc = _client.Clock.UtcMilliseconds;
                bool due = utc >= instance.NextDue;
                if ((due || instance.IsAsked) && (online ? Send(instance, utc, due) : due && KeepOffline(instance, utc)))
                {
                    instance.IsAsked = false;
                    if (due)
                    {
                        instance.Advance(utc);
                    }
                }

                long at = now + instance.NextDue - utc;
                next = at < next && at > now ? at : next;
            }

            next = online && _session.Server.UpdateRequested && _session.Endpoint.Exchange.IsIdle && _session.Registration.NextDue < next ? _session.Registration.NextDue : next;
            long again = online ? Backlog.Poll(now) : long.MaxValue;
            return again < next ? again : next;
        }

        // Whether a report needs a server that knows its sender: one that names the device by its path does not.
        private static bool NeedsAddress(string path)
        {
            return path == Sender.DataPath;
        }

        private static bool IsBatch(long target)
        {
            return ResourcePath.ObjectId(target) == ObjectIds.Batch
                && (ResourcePath.Level(target) == 2 || ResourcePath.ResourceId(target) == ObjectIds.BatchValue);
        }

        // False when the value or the exchange is not free yet, or the server is asked first whether it knows the client.
        private bool Send(NotifyInstance instance, long utc, bool due)
        {
            string path = instance.TargetPath;
            if (path == "rd")
            {
                _session.Registration.RequestUpdate();
                return true;
            }

            if (NeedsAddress(path) && !_session.Registration.IsAddressKnown)
            {
                _session.Introduce();
                return false;
            }

            if (due && _session.Endpoint.Exchange.IsRepeating && (instance.IsConfirmable || _session.Endpoint.MustConfirm))
            {
                Keep(instance, utc); // the server may be away: this period's value waits with the others
                return true;
            }

            bool data = path == Sender.DataPath;
            Report report = _session.Sender.Begin(data ? CoapCode.Post : CoapCode.Put, path, instance.IsConfirmable, instance.IsNoResponse);
            report.ContentFormat = instance.ContentFormat;
            report.Owner = -1 - instance.Id; // below zero: observations are numbered from one
            report.Paths = data ? PathsOf(instance, out report.Count) : ValueOf(instance, out report.Count);
            int ticket = instance.Ticket;
            Delivery delivery = _session.Sender.Send(report, ref ticket);
            instance.Ticket = ticket;
            switch (delivery)
            {
                case Delivery.Waits:
                    return false;
                case Delivery.Undelivered:
                    _client.Log("report not delivered");
                    Keep(instance, utc);
                    break;
                case Delivery.Sent:
                case Delivery.Awaited:
                    OnSent(instance, utc, delivery == Delivery.Awaited);
                    break;
                default:
                    _client.Log("notify " + instance.Id.ToString() + (delivery == Delivery.Muted ? " muted" : " has no value"));
                    break;
            }

            return true;
        }

        private void OnSent(NotifyInstance instance, long utc, bool awaited)
        {
            instance.LastLength = _session.Sender.LastLength;
            instance.ReportedAtUtc = utc;
            if (awaited)
            {
                // What goes out now must not be another value when it turns out that it has not arrived.
                _awaited = instance;
                instance.UnsettledSince = 0;
                long[] paths = PathsOf(instance, out int count);
                Backlog.Snapshot(paths, count, utc);
                return;
            }

            // A link that has acknowledged it has not asked the server, which may refuse it.
            instance.IsDoubted &= instance.UnsettledSince == 0; // the one before was not refused
            instance.UnsettledSince = _client.Clock.Milliseconds;
        }

        private void Settle(NotifyInstance instance)
        {
            if (instance != null)
            {
                instance.IsDoubted = false;
            }
        }

        // An Update shows whether the server still knows the client. One that does may simply not want this report.
        private void Doubt(NotifyInstance instance, CoapCode code)
        {
            _client.Log("report refused by the server: " + ((byte)code >> 5).ToString() + "." + ((byte)code & 31).ToString("D2"));
            bool forgotten = code == CoapCode.BadRequest || code == CoapCode.Unauthorized || code == CoapCode.Forbidden || code == CoapCode.NotFound;
            if (forgotten && (instance == null || !instance.IsDoubted))
            {
                _session.Registration.Doubt();
            }

            if (instance != null)
            {
                instance.IsDoubted = true;
            }
        }

        private void EndAwaited(bool delivered)
        {
            if (_awaited != null && !delivered)
            {
                _hasFailed = true;
                Backlog.KeepSnapshot();
            }

            _awaited = null;
        }

        private void KeepUnsettled(NotifyInstance instance)
        {
            if (instance.UnsettledSince > 0)
            {
                instance.UnsettledSince = 0;
                Keep(instance, instance.ReportedAtUtc);
            }
        }

        private bool KeepOffline(NotifyInstance instance, long utc)
        {
            if (instance.TargetPath != "rd")
            {
                Keep(instance, utc);
            }

            return true;
        }

        private void Keep(NotifyInstance instance, long utc)
        {
            _hasFailed = true;
            long[] paths = PathsOf(instance, out int count);
            Backlog.Keep(paths, count, utc);
        }

        // What a PUT carries: a Batch's value.
        private long[] ValueOf(NotifyInstance instance, out int count)
        {
            long target = instance.Target;
            count = 1;
            _one[0] = IsBatch(target) ? ResourcePath.Of(ObjectIds.Batch, ResourcePath.InstanceId(target), ObjectIds.BatchValue) : target;
            return _one;
        }

        // What the instance reports, a Batch's members one by one.
        private long[] PathsOf(NotifyInstance instance, out int count)
        {
            if (IsBatch(instance.Target))
            {
                BatchObject batches = (BatchObject)_client.Registry.Find(ObjectIds.Batch);
                return batches.Members(ResourcePath.InstanceId(instance.Target), out count);
            }

            count = 1;
            _one[0] = instance.Target;
            return _one;
        }

        private bool IsMine(NotifyInstance instance)
        {
            return instance.ShortServerId == _session.Server.ShortServerId && instance.PeriodSeconds > 0 && !instance.IsStopped;
        }
    }
}
