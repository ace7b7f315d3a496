"""The same tasks for Python's Celery."""
import os

from celery import Celery

app = Celery('bench', broker=os.environ['BROKER_URL'], backend=os.environ['BROKER_URL'])
app.conf.worker_hijack_root_logger = False


@app.task(name='bench.ignored', ignore_result=True)
def ignored(number):
    pass


@app.task(name='bench.stored')
def stored(number):
    return number
