"""The Celery application that taskqueue's tests talk to: what a Python team would have."""
import os
import time

from celery import Celery, signature

app = Celery('tasks', broker=os.environ['BROKER_URL'], backend=os.environ['RESULT_URL'])
app.conf.update(
    task_serializer='json',
    result_serializer='json',
    accept_content=['json'],
    broker_connection_retry_on_startup=True,
)


def await_key(key):
    """Waits until somebody says in Redis that it may go on."""
    end = time.monotonic() + 30
    while not app.backend.client.exists(key):
        if time.monotonic() > end:
            raise TimeoutError(key)
        time.sleep(0.01)


@app.task(name='tasks.add')
def add(x, y):
    return x + y


@app.task(name='tasks.echo')
def echo(*args, **kwargs):
    """Returns what arrived."""
    return {'args': list(args), 'kwargs': kwargs}


@app.task(name='tasks.ran')
def ran(number, key):
    """Leaves a trace of each run."""
    app.backend.client.rpush(key, 'python:%d' % number)


@app.task(name='tasks.xsum')
def xsum(numbers):
    return sum(numbers)


@app.task(name='tasks.note')
def note(what, key):
    """Writes down what a task before it left."""
    app.backend.client.rpush(key, 'python:%s' % what)


@app.task(name='tasks.share')
def share(number, key):
    """As `ran`, at a pace that leaves some for others."""
    ran(number, key)
    time.sleep(0.01)


@app.task(name='tasks.fail')
def fail():
    raise ValueError('boom')


@app.task(name='tasks.planned', bind=True)
def planned(self, number):
    """Has another chain take its place."""
    raise self.replace(signature('java.twice', [number], queue='java-canvas') | add.s(2))


@app.task(name='tasks.retry_once', bind=True, max_retries=3)
def retry_once(self):
    """Returns the number of the attempt that succeeded, counted from 1."""
    if self.request.retries == 0:
        raise self.retry(exc=ValueError('the first attempt'), countdown=1)
    return self.request.retries + 1


@app.task(name='tasks.sleep', track_started=True)
def sleep(seconds):
    time.sleep(seconds)
    return seconds


@app.task(name='tasks.wait')
def wait(key):
    await_key(key)
    return key


@app.task(name='tasks.progress', bind=True, track_started=True)
def progress(self, begin, end):
    """Tells its progress once the first key is there, and ends with the second."""
    await_key(begin)
    self.update_state(state='PROGRESS', meta={'current': 1, 'total': 2})
    await_key(end)
    return 'done'
